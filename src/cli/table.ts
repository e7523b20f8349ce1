import { pad, widthOf } from '../text/columns.ts';

/** Lines in columns that are as wide as their longest check, two spaces apart; the last one is as long as it likes. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((check, column) => Math.max(widthOf(check), widest[column] ?? 0)),
    [],
  );
  const line = (row: readonly string[]) =>
    row
      .map((check, column) => (column === row.length - 1 ? check : pad(check, widths[column] ?? 0)))
      .join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}
