import { explainRequest } from '../../src/explain/explanation.ts';
import { type ExplainRequest, toPageRequest } from '../../src/explain/request.ts';
import { masked } from '../../src/explain/shown-exchange.ts';
import {
  corsFetch,
  createContext,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isToken,
  type NetworkCall,
  parseUrl,
} from '../../src/fetch-standard/index.ts';
import { toFetchRequest } from '../../src/judge/to-fetch-request.ts';
import { explainHar } from '../../src/pasted/har-explanation.ts';
import { readHar } from '../../src/pasted/har.ts';
import { originProblem } from '../../src/policy/policy-fields.ts';
import type { Exchange, RawHeader } from '../../src/results/exchange.ts';
import type { Explanation } from '../../src/results/explanation.ts';
import type { HarExplanation } from '../../src/results/har-explanation.ts';
import { success } from '../../src/text/attempt.ts';
import { type PastedResponse, readHeaders, readResponses } from './pasted-response.ts';

/** What the playground's form contains, as text. */
export interface PlaygroundInput {
  readonly url: string;
  readonly origin: string;
  readonly method: string;
  /** Request headers that the script sets: `Name: value` on each line. */
  readonly headers: string;
  readonly credentials: boolean;
  /** Header lines, the output of `curl -i`, or a HAR file. */
  readonly response: string;
  /** The response to the preflight; empty: it is taken as allowing the request. */
  readonly preflight: string;
}

export const emptyInput: PlaygroundInput = {
  url: 'https://api.example.com/items',
  origin: 'https://app.example.com',
  method: 'GET',
  headers: '',
  credentials: false,
  response: '',
  preflight: '',
};

export type Field = keyof PlaygroundInput;

export type PlaygroundResult =
  | {
      readonly kind: 'explained';
      readonly explanation: Explanation;
      /** Whether the browser sends a preflight, and its response was not given. */
      readonly preflightAssumed: boolean;
    }
  | { readonly kind: 'har'; readonly har: HarExplanation }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

export interface Problem {
  readonly field: Field;
  readonly message: string;
}

/** The oracle's verdict on what was pasted. Pure: nothing is sent. */
export function judgePasted(input: PlaygroundInput, version: string): PlaygroundResult {
  if (input.response.trim().startsWith('{')) return judgeHar(input.response, version);
  const headers = readHeaders(
    input.headers
      .split(/\r\n|\r|\n/)
      .map((text, index) => ({ number: index + 1, text }))
      .filter(({ text }) => text.trim() !== ''),
  );
  const responses = readResponses(input.response);
  const preflights =
    input.preflight.trim() === '' ? success<readonly PastedResponse[]>([]) : readResponses(input.preflight);
  const problems: Problem[] = [
    ...fieldProblems(input),
    ...(headers.ok ? headers.value.flatMap(headerProblem) : [problem('headers', headers.reason)]),
    ...(responses.ok ? [] : [problem('response', responses.reason)]),
    ...(preflights.ok ? [] : [problem('preflight', preflights.reason)]),
  ];
  if (problems.length > 0 || !headers.ok || !responses.ok || !preflights.ok)
    return { kind: 'problems', problems };
  return judge(requestOf(input, headers.value), responses.value, preflights.value.at(-1) ?? null);
}

function problem(field: Field, message: string): Problem {
  return { field, message };
}

function judgeHar(text: string, version: string): PlaygroundResult {
  const har = readHar(text);
  if (!har.ok)
    return { kind: 'problems', problems: [{ field: 'response', message: `This is ${har.reason}` }] };
  const explained = explainHar(har.value, 'HAR', version);
  if (explained.groups.length > 0) return { kind: 'har', har: explained };
  const message = `The HAR file has ${explained.requests} requests, and none that CORS concerns: no request of a script to another origin.`;
  return { kind: 'problems', problems: [{ field: 'response', message }] };
}

function fieldProblems({ url, origin, method }: PlaygroundInput): readonly Problem[] {
  const address = parseUrl(url.trim());
  const originMistake = origin.trim() === 'null' ? undefined : originProblem(origin.trim());
  const isWeb = address !== null && ['http:', 'https:'].includes(address.protocol);
  return [
    ...(isWeb
      ? []
      : [
          {
            field: 'url',
            message: 'Not a valid URL. Use one such as https://api.example.com/items.',
          } as const,
        ]),
    ...(originMistake === undefined && !origin.includes('*')
      ? []
      : [
          {
            field: 'origin',
            message: `Not the origin of a page: ${originMistake ?? 'a page has one origin'}.`,
          } as const,
        ]),
    ...(isToken(method.trim())
      ? []
      : [{ field: 'method', message: 'Not a valid method. Use one such as PUT.' } as const]),
    ...(isForbiddenMethod(method.trim())
      ? [{ field: 'method', message: 'Browsers do not allow scripts to use this method.' } as const]
      : []),
  ];
}

function headerProblem([name, value]: RawHeader): readonly Problem[] {
  if (!isForbiddenRequestHeader(name, value)) return [];
  const message = `\`${name}\` is set by the browser; scripts cannot set it. Remove it.`;
  return [{ field: 'headers', message }];
}

function requestOf(input: PlaygroundInput, headers: readonly RawHeader[]): ExplainRequest {
  return {
    url: new URL(input.url.trim()).href.replace(/#.*$/s, ''),
    origin: input.origin.trim(),
    method: input.method.trim(),
    headers,
    credentials: input.credentials,
    cookies: [],
    browser: 'model',
    allowWrites: true,
    insecure: false,
    timeoutMs: 0,
  };
}

function judge(
  request: ExplainRequest,
  responses: readonly PastedResponse[],
  preflight: PastedResponse | null,
): PlaygroundResult {
  const exchanges: Exchange[] = [];
  const left = [...responses];
  let preflightAssumed = false;
  const asked = toFetchRequest(toPageRequest(request), request.origin);
  const fetching = corsFetch(asked, createContext({ now: () => 0 }));
  for (let next = fetching.next(); !next.done;) {
    const call = next.value;
    const response = call.kind === 'preflight' ? preflight : (left.shift() ?? null);
    if (response !== null) {
      exchanges.push(exchangeOf(call, response, exchanges.length));
      next = fetching.next({ kind: 'response', status: response.status, headers: response.headers });
    } else if (call.kind === 'preflight') {
      preflightAssumed = true;
      next = fetching.next({ kind: 'preflight-assumed' });
    } else break;
  }
  const browser = { id: 'model', name: 'The Fetch standard', version: '', driver: 'corspec' };
  const explanation = explainRequest({ request, browser, exchanges, observed: null });
  return { kind: 'explained', explanation, preflightAssumed };
}

function exchangeOf(
  { method, url, headers }: NetworkCall,
  response: PastedResponse,
  sequence: number,
): Exchange {
  return {
    sequence,
    check: null,
    startedAt: 0,
    durationMs: 0,
    request: { method, url, headers, body: '', bodyBytes: 0 },
    response: { ...response, body: '', bodyBytes: 0 },
  };
}

/** The form as the fragment of a URL, without what is its default. A HAR file is too long for that; cookies and credentials are masked. */
export function toFragment(input: PlaygroundInput): string {
  const isHar = input.response.trim().startsWith('{');
  const kept: PlaygroundInput = {
    ...input,
    headers: maskedLines(input.headers),
    response: isHar ? '' : maskedLines(input.response),
    preflight: maskedLines(input.preflight),
  };
  const fields = Object.entries(kept).filter(([name, value]) => value !== emptyInput[name as Field]);
  return new URLSearchParams(fields.map(([name, value]) => [name, String(value)])).toString();
}

function maskedLines(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const [, lead = '', name, value] =
        /^([<>]?\s*)(authorization|cookie|set-cookie):\s*(.*)$/i.exec(line) ?? [];
      return name === undefined || value === undefined ? line : `${lead}${name}: ${masked([name, value])[1]}`;
    })
    .join('\n');
}

/** The form of a fragment. What it does not name is as in an empty form. */
export function fromFragment(fragment: string): PlaygroundInput {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  const text = (name: Field) => given.get(name) ?? String(emptyInput[name]);
  return {
    url: text('url'),
    origin: text('origin'),
    method: text('method'),
    headers: text('headers'),
    credentials: text('credentials') === 'true',
    response: text('response'),
    preflight: text('preflight'),
  };
}
