import { levelsByWeight } from '../../reports/shared/group.ts';
import { table } from '../../src/cli/table.ts';
import { cellsOf, tally } from './facts.ts';
import type { MatrixRecord, PlayedImplementation } from './record.ts';

/** The columns of counts that the page and the terminal show of an implementation. */
export const countColumns = ['passed', ...levelsByWeight, 'unsupported', 'seconds', 'MB', 'peak MB'] as const;

/** The values of {@link countColumns}. */
export function countsOf(one: PlayedImplementation): readonly string[] {
  const cells = Object.values(cellsOf(one));
  const { passed, failed } = tally(cells);
  const unsupported = cells.filter((cell) => cell !== undefined && 'unsupported' in cell).length;
  return [
    ...[passed, ...levelsByWeight.map((level) => failed[level]), unsupported].map(String),
    one.seconds.toFixed(1),
    megabytes(one.megabytes),
    megabytes(one.peakMegabytes),
  ];
}

function megabytes(value: number | null | undefined): string {
  return typeof value === 'number' ? String(value) : '–';
}

/** All implementations with their counts as columns for a terminal, and what all took together. */
export function closingTable(matrix: MatrixRecord): string {
  const rows = matrix.implementations.map((one) => [one.id, ...countsOf(one)]);
  return `${table([['implementation', ...countColumns], ...rows])}\n${closingSentence(matrix)}\n`;
}

/** How long all took in the model, one after the other, and which took the most memory. */
export function closingSentence({ implementations }: MatrixRecord): string {
  const seconds = implementations.reduce((sum, one) => sum + one.seconds, 0);
  const installed = implementations.reduce((sum, one) => sum + (one.megabytes ?? 0), 0);
  const [largest] = implementations
    .flatMap(({ title, peakMegabytes }) =>
      typeof peakMegabytes === 'number' ? [{ title, peakMegabytes }] : [],
    )
    .sort((a, b) => b.peakMegabytes - a.peakMegabytes);
  const memory =
    largest === undefined
      ? ''
      : ` The most memory, ${largest.peakMegabytes} MB for the servers of all policies, was taken by ${largest.title}.`;
  return `All checks in the model took ${minutes(seconds)}, one implementation after the other, and the installations take ${installed} MB.${memory}`;
}

function minutes(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} minutes`;
}
