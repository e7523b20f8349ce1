import type { Client } from '../scenarios/scenario.ts';
import type { PlayableCheck } from './check-runner.ts';

/** Checks that one document plays. */
export interface DocumentChecks<Check> {
  readonly origin: string;
  readonly checks: readonly Check[];
  readonly runsTargetCode: boolean;
}

/** Checks that are played in one browser, beside each other. */
export interface Stage<Check> {
  /** The target whose code runs in that browser; null for none but that of implementations. */
  readonly owner: string | null;
  readonly checks: readonly Check[];
}

/** What embeds a script of the target, which then runs in the document. Style sheets, images, fonts and events do not. */
const codeClients: readonly Client[] = ['script', 'module', 'jsonp'];

/** Whether code of the target runs in the document that plays a check. */
export function runsTargetCode({ steps }: Pick<PlayableCheck, 'steps'>): boolean {
  return steps.some(({ request }) => codeClients.includes(request.client));
}

/**
 * Checks by the documents that play them. What runs code of a target is in a document of its own; the others share one for
 * each origin and target, and implementations, which corspec starts itself, share theirs.
 */
export function documentsOf<Check extends PlayableCheck>(
  checks: readonly Check[],
): readonly DocumentChecks<Check>[] {
  const documents = groupBy(checks, (check) =>
    runsTargetCode(check) ? check.id : `${check.origin} ${check.target.owner ?? ''}`,
  );
  return documents.map((own) => ({
    origin: own[0].origin,
    checks: own,
    runsTargetCode: runsTargetCode(own[0]),
  }));
}

/**
 * Checks by the browsers that play them, in order: what runs code of a URL's server comes last, and each server's code by
 * itself, so that cookies and the like of the one change nothing for another.
 */
export function stagesOf<Check extends PlayableCheck>(checks: readonly Check[]): readonly Stage<Check>[] {
  const isForeignCode = (check: Check) => check.target.owner !== undefined && runsTargetCode(check);
  const first = checks.filter((check) => !isForeignCode(check));
  const later = groupBy(checks.filter(isForeignCode), (check) => check.target.owner ?? '');
  return [
    ...(first.length === 0 ? [] : [{ owner: null, checks: first }]),
    ...later.map((own) => ({ owner: own[0].target.owner ?? null, checks: own })),
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
