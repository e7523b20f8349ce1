import type { Client } from '../scenarios/scenario.ts';
import { frameSetOriginFor } from './frame-set-origins.ts';
import { cookiesOf, type PlayableCheck } from './check-runner.ts';

/** The checks that one document runs. */
export interface DocumentChecks<Check> {
  readonly origin: string;
  readonly checks: readonly Check[];
  readonly runsTargetCode: boolean;
}

/**
 * A tab: one document, or a page that holds several documents in frames. `runsTargetCode` with frames: they run code of a
 * server at a URL.
 */
export interface TabChecks<Check> extends DocumentChecks<Check> {
  /** Absent when the page runs the checks itself. */
  readonly frames?: readonly DocumentChecks<Check>[];
}

/** Checks that run concurrently in one browser. */
export interface Stage<Check> {
  /** The target whose code runs in that browser; null when only code of implementations runs. */
  readonly owner: string | null;
  readonly checks: readonly Check[];
}

/** Clients that run a script of the target in the document. Style sheets, images, fonts and events do not. */
const codeClients: readonly Client[] = ['script', 'module', 'jsonp'];

/** Whether code of the target runs in the document of a check. */
export function runsTargetCode({ steps }: Pick<PlayableCheck, 'steps'>): boolean {
  return steps.some(({ request }) => codeClients.includes(request.client));
}

/** Whether the code of the target is that of a server at a URL, which corspec has not started. */
function runsForeignCode(check: PlayableCheck): boolean {
  return check.target.owner !== undefined && runsTargetCode(check);
}

/**
 * Groups checks by document. A check that runs code of a target gets its own document; the others share one for each
 * origin and target, and all implementations, which corspec starts itself, share theirs.
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
 * Groups checks by tab. Documents whose checks can all be played in a frame are frames of one tab for each owner: a frame
 * starts several times faster than a tab. Code of a server at a URL has a tab of its own for its frames.
 */
export function tabsOf<Check extends PlayableCheck>(checks: readonly Check[]): readonly TabChecks<Check>[] {
  const documents = documentsOf(checks);
  const framed = groupBy(documents.filter(canBeFramed), ({ origin, checks: [first] }) =>
    [
      frameSetOriginFor(origin),
      first?.target.owner ?? '',
      first !== undefined && runsForeignCode(first),
    ].join(' '),
  );
  const sets = framed
    .filter(({ length }) => length > 1)
    .map((frames): TabChecks<Check> => {
      const own = frames.flatMap((document) => document.checks);
      const origin = frameSetOriginFor(frames[0].origin);
      return { origin, checks: own, runsTargetCode: own.some(runsForeignCode), frames };
    });
  const inSets = new Set(sets.flatMap(({ frames = [] }) => frames));
  return [...documents.filter((document) => !inSets.has(document)), ...sets];
}

function canBeFramed({ checks }: DocumentChecks<PlayableCheck>): boolean {
  return checks.every(playsInFrame);
}

/**
 * Whether a check has the same outcome in a frame of a page of another site as in a page of its own: it needs no
 * first-party cookie, no cache, no other frame, no console and no element, except style sheets and what runs code of the target.
 */
export function playsInFrame(check: PlayableCheck): boolean {
  const { origin, steps, target, alias, awaitsConsole } = check;
  return (
    origin !== target.origin &&
    alias === undefined &&
    awaitsConsole !== true &&
    !hasFirstPartyCookie(check) &&
    steps.every(
      ({ waitMs, request: { client, frame, embedderPolicy, preload, cache, mode } }) =>
        waitMs === 0 &&
        frame === undefined &&
        embedderPolicy === undefined &&
        cache === 'default' &&
        (codeClients.includes(client) ||
          client === 'beacon' ||
          preload !== undefined ||
          (mode === 'cors' && framedClients.includes(client))),
    )
  );
}

/** Cookies of http are SameSite=Lax: pages of the same site send them, but not in a frame of a page of another site. */
function hasFirstPartyCookie(check: PlayableCheck): boolean {
  return check.origin.startsWith('http:') && cookiesOf([check]).some(({ url }) => url.startsWith('http:'));
}

const framedClients: readonly Client[] = [
  'fetch',
  'keepalive',
  'xhr',
  'axios-fetch',
  'axios-xhr',
  'event-source',
  'fetch-later',
  'style',
];

/**
 * Groups checks by browser, in order: checks that run code of a server at a URL come last, each server in its own browser,
 * so that the state that one server's code leaves does not affect another.
 */
export function stagesOf<Check extends PlayableCheck>(checks: readonly Check[]): readonly Stage<Check>[] {
  const first = checks.filter((check) => !runsForeignCode(check));
  const later = groupBy(checks.filter(runsForeignCode), (check) => check.target.owner ?? '');
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
