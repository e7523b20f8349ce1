import * as z from 'zod';
import type { RawHeader } from '../results/exchange.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { parseJson, positionOfValue } from '../text/json-text.ts';
import { parseUrl } from '../fetch-standard/index.ts';

const pair = z.looseObject({ name: z.string(), value: z.string() });

/** What corspec reads of HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), and of what Chromium and Playwright add. */
const harEntry = z.looseObject({
  startedDateTime: z.string().optional(),
  time: z.number().nullish(),
  pageref: z.string().optional(),
  _resourceType: z.string().nullish(),
  request: z.looseObject({
    method: z.string(),
    url: z.string(),
    headers: z.array(pair).default([]),
    cookies: z.array(pair).optional(),
  }),
  response: z
    .looseObject({
      status: z.number().default(0),
      statusText: z.string().nullish(),
      headers: z.array(pair).default([]),
      cookies: z.array(pair).optional(),
      content: z.looseObject({ text: z.string().optional(), encoding: z.string().optional() }).optional(),
      _error: z.string().nullish(),
      _failureText: z.string().nullish(),
    })
    .optional(),
});

const program = z.looseObject({ name: z.string().default(''), version: z.string().default('') });

const harFile = z.looseObject({
  log: z.looseObject({
    creator: program.optional(),
    browser: program.optional(),
    pages: z.array(z.looseObject({ id: z.string(), title: z.string().nullish() })).optional(),
    entries: z.array(harEntry),
  }),
});

export interface HarEntry {
  /** In `log.entries`. */
  readonly index: number;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly RawHeader[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** What Chromium names the kind of the request, such as `fetch` or `preflight`. */
  readonly resourceType: string | null;
  /** The URL of the page, where its title is one. */
  readonly pageUrl: string | null;
  /** Null where the export has neither status nor headers. */
  readonly response: {
    readonly status: number;
    readonly reason: string;
    readonly headers: readonly RawHeader[];
    readonly body: string;
  } | null;
  /** What the browser reports, such as `net::ERR_FAILED`; Firefox does not export it. */
  readonly error: string | null;
}

export interface Har {
  /** The program that exported it. */
  readonly exportedBy: string;
  readonly entries: readonly HarEntry[];
  /** Values of cookies and credentials, anywhere in the file. */
  readonly cookies: readonly RawHeader[];
}

/** Reads a HAR file, or says at which line and column it is none. Pure. */
export function readHar(text: string): Attempt<Har, string> {
  const json = parseJson(text);
  if (!json.ok) return failure(`not JSON: ${json.message} at line ${json.line}, column ${json.column}.`);
  const parsed = harFile.safeParse(json.value);
  if (!parsed.success) return failure(notHar(text, parsed.error));
  const { log } = parsed.data;
  const pages = new Map((log.pages ?? []).map(({ id, title }) => [id, title ?? '']));
  const by = log.browser ?? log.creator;
  return success({
    exportedBy: `${by?.name ?? ''} ${by?.version ?? ''}`.trim(),
    entries: log.entries.map((entry, index) => toEntry(entry, index, pages.get(entry.pageref ?? '') ?? '')),
    cookies: log.entries.flatMap(({ request, response }) =>
      [...(request.cookies ?? []), ...(response?.cookies ?? [])].map(
        ({ name, value }) => [name, value] as const,
      ),
    ),
  });
}

function notHar(text: string, error: z.ZodError): string {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map((key) => (typeof key === 'symbol' ? String(key) : key));
  const { line, column } = positionOfValue(text, path);
  const where = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
  return `JSON, but not a HAR file: ${where === '' ? 'the value' : `\`${where}\``} at line ${line}, column ${column}: ${issue?.message ?? 'invalid'}.`;
}

function toEntry(entry: z.infer<typeof harEntry>, index: number, page: string): HarEntry {
  const { request, response, startedDateTime, time } = entry;
  const startedAt = Date.parse(startedDateTime ?? '');
  return {
    index,
    method: request.method,
    url: request.url.replace(/#.*$/s, ''),
    headers: headersOf(request.headers),
    startedAt: Number.isNaN(startedAt) ? index : startedAt,
    durationMs: Math.max(0, time ?? 0),
    resourceType: entry._resourceType ?? null,
    pageUrl: parseUrl(page) !== null ? page : null,
    response: response === undefined ? null : responseOf(response),
    error: response?._error ?? response?._failureText ?? null,
  };
}

function responseOf(response: NonNullable<z.infer<typeof harEntry>['response']>): HarEntry['response'] {
  const headers = headersOf(response.headers);
  // Chromium writes 0, Playwright -1, where there is none.
  if (response.status <= 0) return null;
  const { content } = response;
  const isText = content?.encoding !== 'base64';
  return {
    status: response.status,
    reason: response.statusText ?? '',
    headers,
    body: isText ? (content?.text ?? '') : '',
  };
}

/** Without the pseudo-headers of HTTP/2. Chromium joins the values of a header that was sent several times by line feeds. */
function headersOf(pairs: readonly z.infer<typeof pair>[]): readonly RawHeader[] {
  return pairs
    .filter(({ name }) => !name.startsWith(':'))
    .flatMap(({ name, value }) => value.split('\n').map((one) => [name, one] as const));
}
