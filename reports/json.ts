import { resultLinesText, resultsText, resultTexts } from '../src/results/results-text.ts';
import type { ReportInput, Reporter } from './reporter.ts';

/** The results (`corspec/results@1`), one per line, so that two runs can be compared line by line. */
export const json: Reporter = {
  id: 'json',
  title: 'JSON (corspec/results@1), one result per line; FILE.jsonl: JSON Lines, FILE.gz: compressed',
  render: (input) => [...parts(input)].join(''),
  parts,
  lines: ({ results: { results, ...head } }) => resultLinesText(head, resultTexts(results)),
};

function parts({ results: { results, ...head } }: ReportInput): Iterable<string> {
  return resultsText(head, resultTexts(results));
}
