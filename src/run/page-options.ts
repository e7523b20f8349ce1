import { requestHeaderIn } from '../policy/allows.ts';
import type { RawHeader } from '../results/exchange.ts';
import type { PageRequest } from '../scenarios/page-request.ts';
import type { Body, Step } from '../scenarios/scenario.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';

/**
 * A request of a scenario with the headers (`--header`) and the body (`--data`) that the endpoint needs. Only a request that
 * is expected to be readable gets them, and a header only where a preflight is expected and the policy allows it, so that
 * what a scenario tests stays the same. The proxy adds the headers to all other requests, as it does for --target-header.
 */
export function withPageOptions(
  request: PageRequest,
  { request: { route }, expect }: Step,
  { page, policy }: Pick<ReadyTarget, 'page' | 'policy'>,
): PageRequest {
  if (page === undefined || route !== 'resource' || request.client === 'raw' || expect.outcome !== 'readable')
    return request;
  const body = page.data === undefined ? undefined : bodyOf(request, page.data);
  const type = typeOf(body, page.headers);
  const mayBeSent = ([name]: readonly [string, string]) =>
    requestHeaderIn(policy, name) === 'allowed' &&
    !request.headers.some(([own]) => own.toLowerCase() === name.toLowerCase());
  const added = expect.wire?.[0] === 'OPTIONS' ? [...page.headers, ...type].filter(mayBeSent) : [];
  return { ...request, ...(body && { body }), headers: [...request.headers, ...added] };
}

/** The Content-Type that tells a server that a text is JSON, unless the user gives one. */
function typeOf(body: Body | undefined, given: readonly RawHeader[]): readonly RawHeader[] {
  const isTyped = given.some(([name]) => name.toLowerCase() === 'content-type');
  return !isTyped && body?.kind === 'text' && isJson(body.text) ? [['Content-Type', 'application/json']] : [];
}

/** The same kind of body with the data; undefined where the scenario is about another kind. */
function bodyOf({ method, body }: PageRequest, data: string): Body | undefined {
  if (!['POST', 'PUT', 'PATCH'].includes(method)) return undefined;
  switch (body?.kind) {
    case 'json':
      return isJson(data) ? { kind: 'json', json: JSON.parse(data) as unknown } : undefined;
    case 'urlencoded':
      return isJson(data)
        ? undefined
        : { kind: 'urlencoded', fields: Object.fromEntries(new URLSearchParams(data)) };
    case undefined:
    case 'text':
      return { kind: 'text', text: data };
    default:
      return undefined;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
