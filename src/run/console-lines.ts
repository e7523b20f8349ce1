import { checkParameter } from '../results/check-parameter.ts';

export interface ConsoleLines {
  add(line: string): void;
  /** The lines of a check. The array grows while the page is open. */
  of(check: string): readonly string[];
}

/** Groups the lines of a page's console by the check whose URL they contain. */
export function consoleLines(): ConsoleLines {
  const byCheck = new Map<string, string[]>();
  const named = new RegExp(`${checkParameter}=([\\w-]+)`);
  const linesOf = (check: string): string[] => {
    const lines = byCheck.get(check) ?? [];
    byCheck.set(check, lines);
    return lines;
  };
  return {
    add(line) {
      const check = named.exec(line)?.[1];
      if (check === undefined) return;
      linesOf(check).push(line.replaceAll(new RegExp(`[?&]${checkParameter}=[\\w-]+`, 'g'), ''));
    },
    of: linesOf,
  };
}
