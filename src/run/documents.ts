import type { Client } from '../scenarios/scenario.ts';
import type { PlayableCell } from './engine.ts';

/** Cells that one document plays. */
export interface DocumentCells<Cell> {
  readonly origin: string;
  readonly cells: readonly Cell[];
  readonly runsTargetCode: boolean;
}

/** Cells that are played in one browser, beside each other. */
export interface Stage<Cell> {
  /** The target whose code runs in that browser; null for none but that of implementations. */
  readonly owner: string | null;
  readonly cells: readonly Cell[];
}

/** What embeds a script of the target, which then runs in the document. Style sheets, images, fonts and events do not. */
const codeClients: readonly Client[] = ['script', 'module', 'jsonp'];

/** Whether code of the target runs in the document that plays a cell. */
export function runsTargetCode({ steps }: Pick<PlayableCell, 'steps'>): boolean {
  return steps.some(({ request }) => codeClients.includes(request.client));
}

/**
 * Cells by the documents that play them. What runs code of a target is in a document of its own; the others share one for
 * each origin and target, and implementations, which corspec starts itself, share theirs.
 */
export function documentsOf<Cell extends PlayableCell>(
  cells: readonly Cell[],
): readonly DocumentCells<Cell>[] {
  const documents = groupBy(cells, (cell) =>
    runsTargetCode(cell) ? cell.cell : `${cell.origin} ${cell.target.owner ?? ''}`,
  );
  return documents.map((own) => ({
    origin: own[0].origin,
    cells: own,
    runsTargetCode: runsTargetCode(own[0]),
  }));
}

/**
 * Cells by the browsers that play them, in order: what runs code of a URL's server comes last, and each server's code by
 * itself, so that cookies and the like of the one change nothing for another.
 */
export function stagesOf<Cell extends PlayableCell>(cells: readonly Cell[]): readonly Stage<Cell>[] {
  const isForeignCode = (cell: Cell) => cell.target.owner !== undefined && runsTargetCode(cell);
  const first = cells.filter((cell) => !isForeignCode(cell));
  const later = groupBy(cells.filter(isForeignCode), (cell) => cell.target.owner ?? '');
  return [
    ...(first.length === 0 ? [] : [{ owner: null, cells: first }]),
    ...later.map((own) => ({ owner: own[0].target.owner ?? null, cells: own })),
  ];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
