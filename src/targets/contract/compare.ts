import { createHash } from 'node:crypto';
import {
  type Aspect,
  type BodyPromise,
  type ContractAnswer,
  type ContractExchange,
  type CookiePromise,
  type HeaderPromise,
  type StatusPromise,
} from '../../../fixtures/route-contract.ts';
import { parseUrl } from '../../fetch-standard/index.ts';
import type { Answer } from '../index.ts';
import { printable } from '../../text/printable.ts';

/** One difference between a response and the contract. */
export interface ResponseDifference {
  readonly aspect: Aspect;
  /** Phrases without a full stop: `status 200`. Safe to print. */
  readonly expected: string;
  readonly got: string;
  /** The route is missing, or does not support this method. */
  readonly absent: boolean;
  /** A CORS middleware may have caused the difference. */
  readonly maybeMiddleware: boolean;
}

type Response = Extract<Answer, { kind: 'response' }>;

/** Compares a response with the contract. Without a response, the status differs. Pure. */
export function compareAnswer(
  { ask: { method }, answer, middlewareMayAnswer }: ContractExchange,
  got: Answer,
): readonly ResponseDifference[] {
  if (got.kind === 'none')
    return [differ('status', describeStatus(answer.status), `no response (${got.reason})`, false)];
  const status = statusDifference(answer.status, got);
  const found = [
    status,
    // With another status, differing headers and body add no information.
    ...(status === null ? contentDifferences(answer, got) : []),
    method === 'HEAD' && answer.body === undefined ? bodyDifference({ length: 'none' }, got) : null,
    answer.writes === undefined ? null : writesDifference(answer.writes, got),
  ].filter((difference) => difference !== null);
  const maybeMiddleware = middlewareMayAnswer === true && !isOfRouter(got);
  return found.map((difference) => ({ ...difference, maybeMiddleware }));
}

function contentDifferences(
  { headers = {}, cookie, body, content }: ContractExchange['answer'],
  got: Response,
): readonly (ResponseDifference | null)[] {
  return [
    ...Object.entries(headers).map(([name, promise]) => headerDifference(name, promise, got)),
    cookie === undefined ? null : cookieDifference(cookie, got),
    body === undefined ? null : bodyDifference(body, got),
    content === undefined ? null : contentDifference(content, got),
  ];
}

function differ(aspect: Aspect, expected: string, got: string, absent: boolean): ResponseDifference {
  return { aspect, expected, got, absent, maybeMiddleware: false };
}

/** Statuses of routers for missing routes. A middleware that responds itself uses others. */
const absentStatuses: readonly number[] = [404, 405, 410, 501];

/** Routers that respond to OPTIONS themselves list the methods of the route. */
function isOfRouter(got: Response): boolean {
  return absentStatuses.includes(got.status) || linesOf(got, 'allow').length > 0;
}

/** `status 404`, `status 400 or 422`, `a status other than 3xx` */
export function describeStatus(status: StatusPromise): string {
  if (status === 'no-redirect') return 'a status other than 3xx';
  const [first, ...others] = [status].flat().reverse();
  return `status ${others.length === 0 ? '' : `${others.reverse().join(', ')} or `}${first ?? ''}`;
}

function statusDifference(status: StatusPromise, got: Response): ResponseDifference | null {
  const isKept =
    status === 'no-redirect'
      ? got.status < 300 || got.status > 399
      : [status].flat().some((one) => one === got.status);
  return isKept
    ? null
    : differ('status', describeStatus(status), `status ${got.status}`, absentStatuses.includes(got.status));
}

function headerDifference(name: string, promise: HeaderPromise, got: Response): ResponseDifference | null {
  const values = linesOf(got, name);
  if (matchesHeader(promise, name, got)) return null;
  const shown = displayName(name);
  const value = values.length === 0 ? `no ${shown}` : `${shown}: ${shorten(values.join(', '))}`;
  return differ('headers', `${shown}${describeHeader(promise)}`, value, false);
}

function matchesHeader(promise: HeaderPromise, name: string, got: Response): boolean {
  const [first] = linesOf(got, name);
  if (first === undefined) return false;
  if ('present' in promise) return first.trim() !== '';
  if ('is' in promise) return first === promise.is;
  if ('startsWith' in promise) return first.startsWith(promise.startsWith);
  if ('pathEndsWith' in promise) return pathOf(first)?.endsWith(promise.pathEndsWith) === true;
  if ('lists' in promise) return members(got, name).includes(promise.lists.toLowerCase());
  const type = (first.split(';')[0] ?? '').trim().toLowerCase();
  return promise.media.some((media) =>
    media.endsWith('/*') ? type.startsWith(media.slice(0, -1)) : type === media,
  );
}

function pathOf(location: string): string | null {
  return parseUrl(location, 'http://target/')?.pathname ?? null;
}

/** After the name of the header: `: /resource`, ` with no-store`. */
export function describeHeader(promise: HeaderPromise): string {
  if ('present' in promise) return ' with any value';
  if ('is' in promise) return `: ${promise.is}`;
  if ('startsWith' in promise) return `: ${promise.startsWith}…`;
  if ('pathEndsWith' in promise) return ` with a path that ends with ${promise.pathEndsWith}`;
  if ('lists' in promise) return ` with ${promise.lists}`;
  return `: ${promise.media[0] ?? ''}`;
}

function cookieDifference(promise: CookiePromise, got: Response): ResponseDifference | null {
  const lines = linesOf(got, 'set-cookie');
  if (lines.some((line) => isCookie(line, promise))) return null;
  const value = lines.length === 0 ? 'no Set-Cookie' : `Set-Cookie: ${shorten(lines.join(', '))}`;
  return differ('cookie', `Set-Cookie: ${describeCookie(promise)}`, value, false);
}

export function describeCookie({ name, value, attributes }: CookiePromise): string {
  return [`${name}=${value}`, ...attributes].join('; ');
}

function isCookie(line: string, { name, value, attributes }: CookiePromise): boolean {
  const [pair = '', ...others] = line.split(';').map((part) => part.trim());
  const has = others.map((attribute) => attribute.toLowerCase().replaceAll(/\s*=\s*/g, '='));
  return (
    (pair === `${name}=${value}` || pair === `${name}="${value}"`) &&
    attributes.every((attribute) => has.includes(attribute.toLowerCase())) &&
    !has.some((attribute) => attribute.startsWith('domain='))
  );
}

function bodyDifference(promise: BodyPromise, { body, complete }: Response): ResponseDifference | null {
  if (complete && isBody(promise, body)) return null;
  const shown = body === '' ? 'an empty body' : `\`${shorten(body)}\``;
  return differ('body', describeBody(promise), complete ? shown : `${shown}, which does not end`, false);
}

function contentDifference(
  { file, hash }: NonNullable<ContractAnswer['content']>,
  { body }: Response,
): ResponseDifference | null {
  const own = `sha384-${createHash('sha384').update(body).digest('base64')}`;
  return own === hash ? null : differ('content', describeContent(file), `other content (${own})`, false);
}

/** What an asset contains, for server authors. */
export function describeContent(file: string): string {
  return `the content of servers/shared/assets/${file}`;
}

export function describeBody(promise: BodyPromise): string {
  if ('json' in promise) return `the JSON ${JSON.stringify(promise.json)}`;
  if ('events' in promise) return `the events ${promise.events.join(', ')} and the end`;
  if ('calls' in promise) return `a call of ${promise.calls} with ${promise.with}`;
  return promise.length === 'none' ? 'no body' : 'a body';
}

function isBody(promise: BodyPromise, body: string): boolean {
  if ('json' in promise) {
    const object = jsonObject(body);
    return Object.entries(promise.json).every(([name, value]) => object?.[name] === value);
  }
  if ('events' in promise) return sameList(eventsIn(body), promise.events);
  // `typeof f === "function" && f({…})`, as Express writes it, is a call as well.
  if ('calls' in promise) return body.replaceAll(/\s/g, '').includes(`${promise.calls}(${promise.with}`);
  return (body === '') === (promise.length === 'none');
}

function writesDifference(writes: number, { body }: Response): ResponseDifference | null {
  const counted = jsonObject(body)?.['writes'];
  if (counted === writes) return null;
  const got = counted === undefined ? 'no "writes"' : `"writes": ${shorten(JSON.stringify(counted))}`;
  return differ('writes', `"writes": ${writes}`, got, false);
}

function jsonObject(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** https://html.spec.whatwg.org/#event-stream-interpretation, only the data: an event ends with an empty line. */
function eventsIn(body: string): readonly string[] {
  return body
    .replaceAll(/\r\n?/g, '\n')
    .split('\n\n')
    .slice(0, -1)
    .map((block) => block.split('\n').flatMap((line) => /^data(?:: ?(.*))?$/.exec(line)?.[1] ?? []))
    .filter((data) => data.length > 0)
    .map((data) => data.join('\n'));
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function linesOf({ headers }: Response, name: string): readonly string[] {
  return headers.flatMap(([header, value]) => (header.toLowerCase() === name ? [value] : []));
}

function members(got: Response, name: string): readonly string[] {
  return linesOf(got, name)
    .flatMap((line) => line.split(','))
    .map((member) => member.trim().toLowerCase());
}

/** `X-Total-Count` for `x-total-count`. */
export function displayName(name: string): string {
  return name === 'etag' ? 'ETag' : name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

function shorten(text: string): string {
  return printable(text, { limit: 80 });
}
