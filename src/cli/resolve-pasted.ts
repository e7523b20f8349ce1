import { readCurlCommand } from '../pasted/curl-command.ts';
import { readFetchCall } from '../pasted/fetch-call.ts';
import type { PastedRequest } from '../pasted/pasted-request.ts';
import type { RawHeader } from '../results/exchange.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import type { ExplainOptions } from './command-line.ts';
import { resolveCookie } from '../options/request-options.ts';

/** A pasted request as a URL and options; options that are given as well have precedence. */
export interface PastedOptions {
  readonly url: string;
  readonly options: ExplainOptions;
  /** What was not taken from the text, and may matter. */
  readonly notes: readonly string[];
}

/** Turns the text of `--curl` or `--fetch` into what `corspec explain URL` takes, or says what is wrong with it. Pure. */
export function resolvePasted(
  kind: 'curl' | 'fetch',
  text: string,
  given: ExplainOptions,
): Attempt<PastedOptions, string> {
  const read = kind === 'curl' ? readCurlCommand(text) : readFetchCall(text);
  if (!read.ok) return failure(`--${kind}: ${read.reason}`);
  const origin = given.origin ?? read.value.origin;
  if (origin === null) return failure(originMissing(kind, read.value));
  const { cookies, unusable } = usableCookies(read.value.cookies);
  return success({
    url: read.value.url,
    options: { ...merged(read.value, given), origin, cookie: [...cookies, ...(given.cookie ?? [])] },
    notes: notesOn(kind, read.value, given, unusable),
  });
}

function merged(pasted: PastedRequest, given: ExplainOptions): ExplainOptions {
  const replaced = new Set((given.header ?? []).map((header) => header.split(':')[0]?.trim().toLowerCase()));
  const headers = pasted.headers.filter(([name]) => !replaced.has(name.toLowerCase()));
  const data = given.data ?? pasted.data;
  return {
    ...given,
    method: given.method ?? pasted.method,
    header: [...headers.map(([name, value]) => `${name}: ${value}`), ...(given.header ?? [])],
    credentials: given.credentials ?? pasted.credentials,
    ...(data === undefined ? {} : { data }),
    insecure: given.insecure ?? pasted.insecure,
  };
}

function originMissing(kind: 'curl' | 'fetch', { refererOrigin }: PastedRequest): string {
  const missing = kind === 'curl' ? 'the command has no Origin header' : 'the call has no `referrer`';
  const example = refererOrigin ?? 'https://app.example.com';
  const because = refererOrigin === null ? '' : ', as its Referer suggests';
  return `--${kind}: ${missing}, so the page's origin is not known. Add it: --origin ${example}${because}.`;
}

/** corspec's cookie store takes less than browsers do. */
function usableCookies(cookies: readonly RawHeader[]) {
  const isUsable = ([name, value]: RawHeader) => resolveCookie(`${name}=${value}`).problems.length === 0;
  return {
    cookies: cookies.filter(isUsable).map(([name, value]) => `${name}=${value}`),
    unusable: cookies.filter((cookie) => !isUsable(cookie)).map(([name]) => name),
  };
}

function notesOn(
  kind: 'curl' | 'fetch',
  { omitted, credentials, data = '', isKeepalive }: PastedRequest,
  given: ExplainOptions,
  unusable: readonly string[],
): readonly string[] {
  const ownName = (given.header ?? []).map((header) => header.split(':')[0]?.trim().toLowerCase());
  const left = omitted.filter((name) => !ownName.includes(name.toLowerCase()));
  return [
    ...(left.length === 0
      ? []
      : [
          `Browsers add ${left.join(' and ')} by themselves, so corspec did not take ${left.length === 1 ? 'it' : 'them'} as set by the script. If the script sets ${left.length === 1 ? 'it' : 'them'}, add --header.`,
        ]),
    ...(unusable.length === 0
      ? []
      : [`Cookies that corspec cannot send are not used: ${unusable.join(', ')}.`]),
    ...(isKeepalive === true ? keepaliveNotes(data) : []),
    ...(kind === 'curl' && !credentials && given.credentials === undefined
      ? [
          'The command has no cookies, so the request is explained without credentials. If the script uses credentials, add --credentials.',
        ]
      : []),
  ];
}

/** https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
const longestKeepalive = 64 * 1024;

/** What distinguishes requests with `keepalive` from others. Their CORS checks are the same. */
function keepaliveNotes(data: string): readonly string[] {
  const bytes = Buffer.byteLength(data);
  return [
    'With keepalive, the CORS checks are the same. navigator.sendBeacon sends such a request with credentials always, and with a preflight if its Blob has a type such as application/json: `*` in the headers is not enough then.',
    ...(bytes > longestKeepalive
      ? [
          `The body has ${bytes} bytes: browsers reject more than ${longestKeepalive} with keepalive, before they send anything.`,
        ]
      : []),
  ];
}
