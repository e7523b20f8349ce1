import {
  corsFetch,
  createContext,
  type HeaderList,
  type NetworkCall,
  type StepName,
  type TraceEntry,
  type Verdict,
} from '../../src/fetch-standard/index.ts';
import { chromeWords, firefoxWords, type Refusal } from '../../src/explain/console-messages.ts';

export const page = 'https://app.example.com';
export const api = 'https://api.example.com/items';

/** A request of a page, and how a server answers what the browser sends for it. */
export interface Example {
  /** What is special about it, where a cause has several examples: a clause that a colon follows. */
  readonly when?: string;
  /** The page's origin; absent: the allowed one. */
  readonly origin?: string;
  readonly method?: string;
  readonly headers?: HeaderList;
  readonly credentials?: boolean;
  /** An embedded image instead of a request of a script. */
  readonly isImage?: boolean;
  /** In the order of the requests: the preflight first, where there is one. */
  readonly responses: readonly ExampleResponse[];
}

export interface ExampleResponse {
  readonly status: number;
  readonly headers: HeaderList;
}

/** An example, and what the Fetch standard says of it. */
export interface PlayedExample {
  readonly example: Example;
  readonly origin: string;
  readonly calls: readonly NetworkCall[];
  readonly verdict: Verdict;
}

/** Plays an example with the algorithm of the Fetch standard. It uses every response. */
export function play(example: Example): PlayedExample {
  const { origin = page, method = 'GET', headers = [], credentials = false, isImage = false } = example;
  const fetching = corsFetch(
    {
      url: api,
      origin,
      method,
      headers,
      mode: isImage ? 'no-cors' : 'cors',
      credentials: credentials ? 'include' : 'omit',
      redirect: 'follow',
      body: 'none',
    },
    createContext({ now: () => 0 }),
  );
  const calls: NetworkCall[] = [];
  for (let next = fetching.next(); ;) {
    if (next.done) {
      if (calls.length !== example.responses.length)
        throw new Error(`${calls.length} requests for ${example.responses.length} responses: ${JSON.stringify(example)}`);
      return { example, origin, calls, verdict: next.value };
    }
    const response = example.responses[calls.push(next.value) - 1];
    if (response === undefined) throw new Error(`No response for ${JSON.stringify(next.value)}`);
    next = fetching.next({ kind: 'response', ...response });
  }
} // prettier-ignore

/** Where the standard stops the request, with the response that it is about; null where nothing stops it. */
export function refusalOf({ origin, calls, verdict, example }: PlayedExample): Refusal | null {
  const entry = verdict.decidedBy;
  const call = calls[entry?.exchange ?? -1];
  const response = example.responses[entry?.exchange ?? -1];
  if (entry === undefined || call === undefined || response === undefined) return null;
  const asked = call.headers.find(([name]) => name === 'Access-Control-Request-Method')?.[1];
  return {
    entry,
    isPreflight: call.kind === 'preflight',
    url: call.url,
    ...(call.url === api ? {} : { redirectedFrom: api }),
    origin,
    method: asked ?? call.method,
    missingHeaders: 'missing' in entry ? entry.missing : [],
    status: response.status,
    headers: response.headers,
  };
}

/** What the consoles of browsers print; null where corspec does not know their text. */
export interface ConsoleTexts {
  readonly chrome: string | null;
  readonly firefox: string | null;
}

/** Null where nothing is blocked, so that browsers print nothing. */
export function consoleTexts(played: PlayedExample): ConsoleTexts | null {
  if (played.verdict.outcome !== 'blocked') return null;
  const refusal = refusalOf(played);
  return refusal === null
    ? { chrome: null, firefox: null }
    : { chrome: chromeWords(refusal) ?? chromeResourceText(refusal), firefox: firefoxWords(refusal) };
}

/** For embedded resources, Chrome prints the error of the network. */
function chromeResourceText({ entry }: Refusal): string | null {
  return entry.step === 'resource-policy-check'
    ? 'Failed to load resource: net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin'
    : null;
}

/** The step that concerns a section of the standard. Other sections are about the CORS check. */
const stepOfSection: Readonly<Record<string, StepName>> = {
  '#http-access-control-allow-credentials': 'credentials-check',
  '#http-access-control-allow-methods': 'preflight-methods',
  '#http-access-control-allow-headers': 'preflight-headers',
  '#http-access-control-max-age': 'preflight-max-age',
  '#http-access-control-expose-headers': 'expose-headers',
};

/** The decision that matters: what stops the request, or else what the section of the standard is about. */
export function decisionOf({ verdict }: PlayedExample, section: string): TraceEntry | undefined {
  const wanted = stepOfSection[section] ?? 'cors-check';
  return verdict.decidedBy ?? verdict.trace.findLast(({ step }) => step === wanted);
}
