import { cellParameter } from '../results/cell-parameter.ts';

export interface ConsoleLines {
  add(line: string): void;
  /** Those of a cell. The list grows while the page is open. */
  of(cell: string): readonly string[];
}

/** Lines of a page's console, by the cell whose URL they name. */
export function consoleLines(): ConsoleLines {
  const byCell = new Map<string, string[]>();
  const named = new RegExp(`${cellParameter}=([\\w-]+)`);
  const linesOf = (cell: string): string[] => {
    const lines = byCell.get(cell) ?? [];
    byCell.set(cell, lines);
    return lines;
  };
  return {
    add(line) {
      const cell = named.exec(line)?.[1];
      if (cell === undefined) return;
      linesOf(cell).push(line.replaceAll(new RegExp(`[?&]${cellParameter}=[\\w-]+`, 'g'), ''));
    },
    of: linesOf,
  };
}
