import { isWriteMethod } from '../http1/write-method.ts';
import { joined } from '../text/phrases.ts';
import type { Exchange, WireFailureKind } from '../results/exchange.ts';

/** Requests that may have changed something on a target. */
export interface Written {
  readonly method: string;
  readonly path: string;
  readonly requests: number;
}

/** Failures of requests that did not reach the target. */
const unsent: readonly (WireFailureKind | undefined)[] = [
  'destination-refused',
  'unreachable',
  'held-back',
  'asked-to-wait',
];

/** Adds the writes among the exchanges. Without the query, so that a path is named once. */
export function addWritten(before: readonly Written[], exchanges: readonly Exchange[]): readonly Written[] {
  const counts = new Map(before.map((one) => [keyOf(one), one]));
  for (const { request, failure } of exchanges) {
    if (!isWriteMethod(request.method) || unsent.includes(failure?.kind)) continue;
    const one = { method: request.method, path: new URL(request.url).pathname };
    const requests = (counts.get(keyOf(one))?.requests ?? 0) + 1;
    counts.set(keyOf(one), { ...one, requests });
  }
  return [...counts.values()];
}

function keyOf({ method, path }: Pick<Written, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

const shownPaths = 3;

/** `12 POST and 9 PUT to /api/items; 1 POST to /login`, the most requests first. */
export function writtenText(written: readonly Written[]): string {
  const byPath = new Map<string, Written[]>();
  for (const one of written) byPath.set(one.path, [...(byPath.get(one.path) ?? []), one]);
  const paths = [...byPath].sort(([, a], [, b]) => total(b) - total(a));
  const shown = paths.slice(0, shownPaths).map(([path, ones]) => `${methodsText(ones)} to ${path}`);
  const rest = paths.slice(shownPaths).flatMap(([, ones]) => ones);
  return [
    ...shown,
    ...(rest.length === 0 ? [] : [`${total(rest)} to ${paths.length - shownPaths} other paths`]),
  ].join('; ');
}

function methodsText(written: readonly Written[]): string {
  const sorted = [...written].sort((a, b) => b.requests - a.requests);
  return joined(sorted.map(({ method, requests }) => `${requests} ${method}`));
}

function total(written: readonly Written[]): number {
  return written.reduce((sum, { requests }) => sum + requests, 0);
}
