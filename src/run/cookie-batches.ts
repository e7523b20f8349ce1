import { cookiesOf, type PlayableCell } from './engine.ts';

/**
 * Cookies that a batch may have: Chromium and Firefox keep 180 for one registrable domain, under which all
 * implementations are, and throw the others away without a word.
 */
export const cookiesAtOnce = 120;

/**
 * Cells in groups whose cookies fit into a browser's jar together: first all that have no use for one, then the others,
 * with a target's own cookie, and one for every name of its own that a cell may set one under. Of a target, all that
 * have use for cookies stay together; the order is kept.
 */
export function cookieBatches<Cell extends PlayableCell>(
  cells: readonly Cell[],
  limit = cookiesAtOnce,
): readonly (readonly Cell[])[] {
  const without = cells.filter((cell) => !usesCookies(cell));
  const batches: Cell[][] = without.length === 0 ? [] : [without];
  let room = 0;
  for (const own of byTarget(cells.filter(usesCookies))) {
    const needs = cookiesOf(own).length + own.filter(({ alias }) => alias !== undefined).length;
    const last = batches.at(-1);
    if (last !== undefined && needs <= room) {
      last.push(...own);
      room -= needs;
    } else {
      batches.push([...own]);
      room = limit - needs;
    }
  }
  return batches;
}

function usesCookies(cell: PlayableCell): boolean {
  return cell.alias !== undefined || cookiesOf([cell]).length > 0;
}

function byTarget<Cell extends PlayableCell>(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const targets = new Map<string, Cell[]>();
  for (const cell of cells) {
    const own = targets.get(cell.target.origin);
    if (own === undefined) targets.set(cell.target.origin, [cell]);
    else own.push(cell);
  }
  return [...targets.values()];
}
