import type { ResultsHead } from './results-head.ts';

/** Results as one JSON document, one result per line, so that two runs can be compared line by line. */
export function* resultsText(head: ResultsHead, results: Iterable<string>): Iterable<string> {
  let before = '{\n';
  for (const [key, value] of Object.entries(head)) {
    if (value === undefined) continue;
    yield `${before}  ${JSON.stringify(key)}: `;
    if (Array.isArray(value)) yield* list(resultTexts(value));
    else yield JSON.stringify(value);
    before = ',\n';
  }
  yield `${before}  "results": `;
  yield* list(results);
  yield '\n}\n';
}

/** Results as JSON Lines: what concerns the run as a whole, then one result per line. */
export function* resultLinesText(head: ResultsHead, results: Iterable<string>): Iterable<string> {
  yield `${JSON.stringify(head)}\n`;
  for (const result of results) yield `${result}\n`;
}

/** The lines between which the results are in `resultsText`. */
export const resultsBegin = '  "results": [';
export const resultsEnd = '  ]';

/** Each as its text. */
export function* resultTexts(values: readonly unknown[]): Iterable<string> {
  for (const value of values) yield JSON.stringify(value);
}

function* list(items: Iterable<string>): Iterable<string> {
  let before = '[\n';
  for (const item of items) {
    yield `${before}    ${item}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]' : '\n  ]';
}
