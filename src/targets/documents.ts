import { isAbsent } from '../http1/status.ts';
import { printable } from '../text/printable.ts';
import { someOf } from '../text/phrases.ts';
import type { DocumentPlace } from './document-place.ts';
import type { Prepared } from './prepared.ts';
import type { TargetRequest } from './target-request.ts';

/** A target with what came of it. */
export interface PreparedTarget {
  readonly target: TargetRequest;
  readonly prepared: Prepared;
}

/**
 * Whether the API is elsewhere: why none of the paths of a document exists, one text for each such document. A path with
 * parameters alone does not show it, because there may be no item with these values, and so does a path without GET.
 */
export function missingApis(all: readonly PreparedTarget[]): readonly string[] {
  return [...byDocument(all)].flatMap(([place, members]) => {
    const statuses = members.flatMap(({ prepared }) => prepared.status ?? []);
    const isGone = statuses.length === members.length && statuses.every(isAbsent);
    const isShown = members.some(({ target, prepared }) => isPlain(target) && prepared.ready.length === 0);
    return isGone && isShown && members.length > 1 ? [missingApiText(place, statuses)] : [];
  });
}

/** @param statuses of GET requests to its paths: 404 or 410 */
export function missingApiText(
  { name, baseUrl, otherBaseUrl }: DocumentPlace,
  statuses: readonly number[],
): string {
  const elsewhere =
    otherBaseUrl === undefined
      ? 'Change the base URL to where the API is (baseUrl in the configuration, --base-url on the command line).'
      : `The document’s server suggests ${otherBaseUrl}: change the base URL (baseUrl in the configuration, --base-url on the command line).`;
  return printable(
    `All ${statuses.length} paths of ${name} have status ${[...new Set(statuses)].join(' or ')} at ${baseUrl}: the API is not there. ${elsewhere}`,
  );
}

/** What is wrong with the paths of documents, one text for each reason. */
export function documentWarnings(all: readonly PreparedTarget[]): readonly string[] {
  return [...byDocument(all)].flatMap(([{ name }, members]) =>
    reasonLines(members.flatMap(({ prepared }) => (prepared.ready.length > 0 ? [] : [prepared.summary]))).map(
      (line) => `${printable(name)}: ${line}`,
    ),
  );
}

/** Targets that cannot be tested, those with the same reason in one line. */
export function reasonLines(summaries: readonly Prepared['summary'][]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { id, policies } of summaries) {
    const reason = Object.values(policies)[0]?.reason ?? 'no policy';
    byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
  }
  return [...byReason].map(([reason, ids]) => `${ids.length === 1 ? ids.join() : someOf(ids)}: ${reason}`);
}

function byDocument(all: readonly PreparedTarget[]): ReadonlyMap<DocumentPlace, readonly PreparedTarget[]> {
  const places = new Map<DocumentPlace, PreparedTarget[]>();
  for (const one of all) {
    const place = one.target.kind === 'url' ? one.target.document : undefined;
    if (place !== undefined) places.set(place, [...(places.get(place) ?? []), one]);
  }
  return places;
}

function isPlain(target: TargetRequest): boolean {
  return target.kind === 'url' && (target.pathParameters ?? []).length === 0;
}
