import type { ReportInput, Reporter } from './reporter.ts';

/** The results (`corspec/results@1`), one per line, so that two runs can be compared line by line. */
export const json: Reporter = {
  id: 'json',
  title: 'JSON (corspec/results@1), one result per line',
  render: (input) => [...lines(input)].join(''),
  parts: lines,
};

function* lines({ results }: ReportInput): Iterable<string> {
  const members = Object.entries(results).filter(([, value]) => value !== undefined);
  for (const [index, [key, value]] of members.entries()) {
    yield `${index === 0 ? '{\n' : ',\n'}  ${JSON.stringify(key)}: `;
    if (Array.isArray(value)) yield* list(value);
    else yield JSON.stringify(value);
  }
  yield '\n}\n';
}

function* list(items: readonly unknown[]): Iterable<string> {
  if (items.length === 0) {
    yield '[]';
    return;
  }
  for (const [index, item] of items.entries())
    yield `${index === 0 ? '[\n' : ',\n'}    ${JSON.stringify(item)}`;
  yield '\n  ]';
}
