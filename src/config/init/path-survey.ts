import { isAbsent } from '../../http1/status.ts';
import type { DocumentPlace } from '../../targets/document-place.ts';
import { missingApiText } from '../../targets/documents.ts';
import { type Attempt, failure, success } from '../../text/attempt.ts';
import type { Endpoint } from '../openapi/endpoints.ts';
import { AskedUrl, inTurn } from './asked-url.ts';
import { findingsOf } from './findings.ts';
import { groupPaths, type PathGroup, type SurveyedPaths } from './path-groups.ts';
import { sketch } from './sketch.ts';
import { survey, type SurveyOptions } from './survey.ts';
import { byReason, type UntestedPath } from './untested.ts';

/** What a server answered on the paths of a document. */
export interface PathSurvey {
  readonly requests: number;
  readonly paths: number;
  /** The largest first; at least one. */
  readonly groups: readonly PathGroup[];
  readonly untested: readonly UntestedPath[];
}

/** A path with the status of its GET. */
interface Asked {
  readonly endpoint: Endpoint;
  readonly url: string;
  readonly status: number;
}

/**
 * Asks for every path what the server allows. Of paths that answer a few requests alike, one is surveyed.
 * Fails where none of them exists or responds.
 */
export async function surveyPaths(
  endpoints: readonly Endpoint[],
  place: DocumentPlace,
  options: SurveyOptions,
): Promise<Attempt<PathSurvey, string>> {
  const plain = await inTurn(endpoints, (endpoint) => askPlainly(endpoint, place, options));
  const asked = plain.flatMap((one) => ('status' in one ? [one] : []));
  const silent = plain.flatMap((one) => ('reason' in one ? [one] : []));
  const statuses = asked.map(({ status }) => status);
  if (silent.length === 0 && statuses.every(isAbsent) && asked.some(isMissing))
    return failure(missingApiText(place, statuses));

  const usable = asked.filter((one) => !isMissing(one) && one.status < 500);
  const sketches = await inTurn(usable, async (one) => ({ ...one, ...(await sketch(one, options)) }));
  const surveyed = await inTurn(alike(sketches), (members) => surveyGroup(members, options));
  const found = surveyed.flatMap((one) => (one.ok ? [one.value] : []));
  const gone = asked.filter((one) => !usable.includes(one));
  const untested = [
    ...silent,
    ...gone.map(({ endpoint: { path }, status }) => ({ path, reason: { code: 'status', status } }) as const),
    ...surveyed.flatMap((one) => (one.ok ? [] : one.reason)),
  ];
  if (found.length === 0) return failure(noPathText(place, untested));
  const counts = [...sketches, ...found.map((one) => one.survey)].map(({ requests }) => requests);
  return success({
    requests: counts.reduce((sum, one) => sum + one, plain.length),
    paths: endpoints.length,
    groups: groupPaths(found),
    untested: inOrder(endpoints, untested),
  });
}

async function askPlainly(
  endpoint: Endpoint,
  { baseUrl }: DocumentPlace,
  options: SurveyOptions,
): Promise<Asked | UntestedPath> {
  const url = new URL(`${baseUrl}${endpoint.request}`).href;
  const head = await new AskedUrl(url, options).get([]);
  if (typeof head !== 'string') return { endpoint, url, status: head.status };
  return { path: endpoint.path, reason: { code: 'no-response', detail: head } };
}

/** A path that has GET and no parameters should exist. */
function isMissing({ endpoint: { methods, parameters }, status }: Asked): boolean {
  return isAbsent(status) && methods.includes('GET') && parameters.length === 0;
}

function alike<T extends { readonly key: string }>(all: readonly T[]): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(one.key, [...(groups.get(one.key) ?? []), one]);
  return [...groups.values()];
}

/** What the first of them shows of all; or why they cannot be tested. */
async function surveyGroup(
  members: readonly Asked[],
  options: SurveyOptions,
): Promise<Attempt<SurveyedPaths, readonly UntestedPath[]>> {
  const [first] = members;
  if (first === undefined) return failure([]);
  const found = await survey(first.url, options);
  const untested = (reasonOf: (endpoint: Endpoint) => UntestedPath['reason']) =>
    failure(members.map(({ endpoint }) => ({ path: endpoint.path, reason: reasonOf(endpoint) })));
  if (!found.ok) return untested(() => ({ code: 'no-response', detail: found.reason }));
  const { status, hasCors } = found.value;
  // An error page without CORS headers shows nothing of the items that exist.
  if (isAbsent(status) && !hasCors && first.endpoint.methods.includes('GET'))
    return untested(({ parameters }) => ({ code: 'no-item', status, parameters }));
  const endpoints = members.map(({ endpoint }) => endpoint);
  return success({ endpoints, survey: found.value, found: findingsOf(found.value, options.origins) });
}

function noPathText({ name, baseUrl }: DocumentPlace, untested: readonly UntestedPath[]): string {
  const reasons = [...byReason(untested).keys()];
  return `No path of ${name} can be tested at ${baseUrl}: ${reasons.slice(0, 3).join('; ')}.`;
}

function inOrder(endpoints: readonly Endpoint[], all: readonly UntestedPath[]): readonly UntestedPath[] {
  const places = new Map(endpoints.map(({ path }, index) => [path, index]));
  return [...all].sort((a, b) => (places.get(a.path) ?? 0) - (places.get(b.path) ?? 0));
}
