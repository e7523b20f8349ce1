import type { Reporter } from './reporter.ts';

/** The results (`corspec/results@1`), one per line, so that two runs can be compared line by line. */
export const json: Reporter = {
  id: 'json',
  title: 'JSON (corspec/results@1), one result per line',
  render({ results }) {
    const members = Object.entries(results)
      .filter(([, value]) => value !== undefined)
      .map(
        ([key, value]) =>
          `  ${JSON.stringify(key)}: ${Array.isArray(value) ? list(value) : JSON.stringify(value)}`,
      );
    return `{\n${members.join(',\n')}\n}\n`;
  },
};

function list(items: readonly unknown[]): string {
  if (items.length === 0) return '[]';
  return `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
}
