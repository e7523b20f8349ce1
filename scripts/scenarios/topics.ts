import { isRawPreflight } from '../../src/scenarios/played-by-corspec.ts';
import { stepsOf } from '../../src/scenarios/steps.ts';
import type { Expectation } from '../../src/scenarios/expectation.ts';
import type { RequestSpec, Route, Scenario, Step } from '../../src/scenarios/scenario.ts';

/** The topics that each implementation has a fix for, in `servers/<id>/fixes.json`. */
export const libraryTopics = {
  origins: 'Allow the right origins',
  matching: 'Compare whole origins',
  'any-origin': 'Allow any origin, without credentials',
  credentials: 'Allow credentials',
  methods: 'Allow methods',
  'request-headers': 'Allow request headers',
  'exposed-headers': 'Expose response headers',
  'max-age': 'Set the preflight max age',
  vary: 'Send `Vary: Origin`',
  'error-responses': 'Send CORS headers with error responses',
  'framework-responses': 'Send CORS headers with files, streams and 304 responses',
  'null-origin': 'Do not allow the null origin',
  'options-requests': 'Handle OPTIONS requests that are not preflights',
  redirects: 'Send CORS headers with redirects',
  placement: 'Order the middleware',
  refusals: 'Respond to origins that are not allowed',
  'private-network': 'Do not allow private network access',
  forgery: 'Protect against CSRF',
  'malformed-requests': 'Parse malformed lists',
  'same-origin': 'Handle same-origin requests',
} as const;
export type LibraryTopic = keyof typeof libraryTopics;

/** Topics that a `fixes.json` may lack, where there is nothing to say about that library. */
export const optionalTopics = ['framework-responses'] as const satisfies readonly LibraryTopic[];

/** Topics that do not depend on the library. */
export const generalTopics = {
  browser: {
    title: 'Nothing to fix',
    how: 'Nothing: this is browser behavior that does not depend on the server. corspec reports it for information.',
  },
  embedding: {
    title: 'Embedding',
    how: 'CORS does not control embedding. To prevent it, send `Cross-Origin-Resource-Policy: same-origin` (or `same-site`). JSONP can only be removed.',
  },
  isolation: {
    title: 'Cross-origin isolation',
    how: 'Nothing, if no page with Cross-Origin-Embedder-Policy embeds these resources. If one does, load them with CORS (`crossorigin`), or send `Cross-Origin-Resource-Policy: cross-origin` (or `same-site`) with them.',
  },
  'one-place': {
    title: 'Set CORS headers in one place',
    how: 'Set CORS headers either in the application or in the proxy in front of it, not in both: two Access-Control-Allow-Origin headers are an error, even if they are equal.',
  },
  state: {
    title: 'Decide from the request alone',
    how: 'Decide about each request from that request alone: keep neither Origin nor the decision in a variable that requests share, nor with the connection or the session, and use no regular expression with the `g` flag. A cache that stores the responses, in the application or in front of it, needs Origin in its key.',
  },
} as const;
export type GeneralTopic = keyof typeof generalTopics;

export type Topic = LibraryTopic | GeneralTopic;

/** The maximum for a scenario. The first is the most likely fix of a failure. */
const mostTopics = 3;

/** If one of these comes first, no other topic is relevant. */
const exclusiveTopics: readonly Topic[] = [
  'private-network',
  'one-place',
  'malformed-requests',
  'options-requests',
  'same-origin',
  'state',
];

/** The topics of a scenario, the most relevant first, derived from its requests and expectations. There is at least one. */
export function topicsOf(scenario: Scenario): readonly Topic[] {
  const about = factsOf(scenario);
  if (isForBrowsers(about)) return ['browser'];
  if (isPlainEmbed(about)) return ['embedding'];
  if (about.family === 'isolation') return ['isolation'];
  const [first, ...others] = rules.filter(([, holds]) => holds(about)).map(([topic]) => topic);
  if (first === undefined) return ['origins'];
  if (exclusiveTopics.includes(first)) return [first];
  return [...new Set<Topic>([first, ...others, 'origins'])].slice(0, mostTopics);
}

interface Facts {
  readonly scenario: Scenario;
  readonly family: string;
  readonly requests: readonly RequestSpec[];
  readonly expectations: readonly Expectation[];
  /** Lower-case names of the response headers that the scenario checks. */
  readonly checked: ReadonlySet<string>;
}

type Rule = readonly [Topic, (about: Facts) => boolean];

function factsOf(scenario: Scenario): Facts {
  const steps: readonly Step[] = stepsOf(scenario);
  const expectations = steps.map(({ expect }) => expect);
  return {
    scenario,
    family: scenario.id.slice(0, scenario.id.indexOf('/')),
    requests: steps.map(({ request }) => request),
    expectations,
    checked: new Set(expectations.flatMap((wish) => Object.keys({ ...wish.response, ...wish.preflight }))),
  };
}

/** About files that pages embed, which servers often send past the middleware. */
const fileFamilies: readonly string[] = ['embeds', 'integrity', 'preloads', 'isolation'];
const safelisted = ['GET', 'HEAD', 'POST'];
const errorRoutes: readonly Route[] = ['missing', 'denied', 'crash', 'private', 'parse', 'limited'];
const redirectRoutes: readonly Route[] = ['redirect', 'dir'];
/** The framework may respond to them before the middleware runs, or past it. */
const ownRoutes: readonly Route[] = ['conditional', 'file.txt', 'media.wav', 'raw', 'download'];

/** More specific rules come first. */
const rules: readonly Rule[] = [
  ['forgery', ({ family }) => family === 'forgery' || family === 'websocket'],
  ['private-network', ({ checked }) => checked.has('access-control-allow-private-network')],
  ['state', ({ family }) => family === 'repeated' || family === 'concurrent'],
  ['one-place', ({ expectations }) => expectations.some(hasOnce)],
  ['max-age', ({ family, checked }) => family === 'max-age' || checked.has('access-control-max-age')],
  ['vary', ({ family, expectations }) => family === 'caching' || expectations.some(({ varies }) => varies)],
  ['malformed-requests', ({ family }) => family === 'robustness'],
  ['options-requests', ({ requests }) => requests.some(isPlainOptions)],
  ['same-origin', ({ scenario }) => scenario.from === 'target'],
  ['any-origin', ({ scenario }) => scenario.when?.policy?.origins === 'any'],
  ['null-origin', ({ requests, scenario }) => scenario.level === 'security' && requests.some(isFromNull)],
  ['refusals', ({ family, scenario }) => family === 'hygiene' && scenario.from === 'foreign'],
  ['refusals', ({ family, requests }) => family === 'hygiene' && requests.some(({ as }) => as === 'no-origin')],
  ['forgery', ({ scenario, expectations }) => scenario.level === 'informative' && expectations.some(arrives)],
  ['exposed-headers', isAboutExposing],
  ['origins', ({ scenario }) => scenario.from.startsWith('foreign')],
  ['forgery', ({ scenario, expectations }) => scenario.from === 'foreign' && expectations.some(arrives)],
  ['matching', isFromNeighbour],
  ['framework-responses', isReadFromFramework],
  ['redirects', ({ requests }) => requests.some(({ route }) => redirectRoutes.includes(route))],
  ['placement', needsEarlyPreflight],
  ['error-responses', ({ family, requests }) => family === 'errors' || requests.some(isForError)],
  ['placement', ({ family, requests }) => fileFamilies.includes(family) && !requests.some(isCredentialed)],
  ['methods', ({ checked }) => checked.has('access-control-allow-methods')],
  ['request-headers', ({ checked }) => checked.has('access-control-allow-headers')],
  ['credentials', isAboutCredentials],
  ['methods', ({ requests, expectations }) => requests.some(needsMethod) || isPreflightedHead(requests, expectations)],
  ['request-headers', ({ requests, family }) => family !== 'simple' && requests.some(needsHeader)],
  ['placement', ({ family, checked }) => family === 'embeds' || checked.has('status')],
  ['placement', ({ expectations, requests }) => expectations.some(isPreflighted) && requests.some(isForError)],
]; // prettier-ignore

function isAboutExposing({ family, expectations, checked }: Facts): boolean {
  return (
    family === 'exposed-headers' ||
    checked.has('access-control-expose-headers') ||
    expectations.some(({ visible, hidden }) => visible !== undefined || hidden !== undefined)
  );
}

function isAboutCredentials({ family, requests, scenario }: Facts): boolean {
  return (
    family === 'credentials' ||
    scenario.when?.policy?.credentials !== undefined ||
    requests.some(isCredentialed)
  );
}

/** Whether the preflight must not reach authentication or the handler. */
function needsEarlyPreflight({ requests, expectations }: Facts): boolean {
  const isPrivate = requests.some(({ route }) => route === 'private') && expectations.some(isPreflighted);
  return isPrivate || (requests.every(isRawPreflight) && expectations.some(({ writes }) => writes === 0));
}

function isForBrowsers({ family, scenario, requests, expectations }: Facts): boolean {
  return (
    family === 'console' ||
    (family === 'integrity' && scenario.level === 'informative') ||
    requests.some(({ mode }) => mode === 'same-origin') ||
    expectations.some(({ cookieHiddenFromPage }) => cookieHiddenFromPage !== undefined) ||
    (scenario.level === 'informative' && expectations.some(({ hidden }) => hidden?.includes('Set-Cookie')))
  );
}

/** A page can use a resource in no-cors mode without being able to read it. A POST in no-cors mode is not an embed. */
function isPlainEmbed({ family, requests }: Facts): boolean {
  return family === 'embeds' && requests.some(({ mode }) => mode === 'no-cors');
}

function hasOnce({ response = {}, preflight = {} }: Expectation): boolean {
  return [...Object.values(response), ...Object.values(preflight)].some((condition) => 'once' in condition);
}

/** An OPTIONS request that is not a preflight. */
function isPlainOptions(request: RequestSpec): boolean {
  return request.method === 'OPTIONS' && !isRawPreflight(request);
}

function isFromNull({ frame, query = {} }: RequestSpec): boolean {
  return frame !== undefined || Object.values(query).some((value) => value.startsWith('$other-origin/'));
}

/** A request whose response is not readable, but which takes effect. */
function arrives({ wire, outcome }: Expectation): boolean {
  return outcome !== 'readable' && wire?.length === 1 && wire[0] === 'POST';
}

function isFromNeighbour({ scenario, requests }: Facts): boolean {
  const senders = [scenario.from, ...requests.map(({ as }) => as ?? 'allowed')];
  return senders.some((symbol) => !/^(allowed|foreign|target$|no-origin$)/.test(symbol));
}

function isForError({ route, headers = {} }: RequestSpec): boolean {
  return errorRoutes.includes(route) && !('Authorization' in headers);
}

/** Whether a response that the framework makes is to be readable. */
function isReadFromFramework({ requests, expectations }: Facts): boolean {
  return (
    requests.some(({ route }) => ownRoutes.includes(route)) &&
    expectations.some(({ outcome }) => outcome === 'readable')
  );
}

function isCredentialed({ credentials }: RequestSpec): boolean {
  return credentials === 'include';
}

/** HEAD need not be listed, but its preflight has to pass. */
function isPreflightedHead(requests: readonly RequestSpec[], expectations: readonly Expectation[]): boolean {
  return requests.some(({ method }) => method === 'HEAD') && expectations.some(isPreflighted);
}

function needsMethod({ method = 'GET', headers = {} }: RequestSpec): boolean {
  const methods = [headers['Access-Control-Request-Method'] ?? method].flat();
  return methods.some((name) => !safelisted.includes(name) && name !== 'OPTIONS');
}

function needsHeader({ headers = {} }: RequestSpec): boolean {
  return Object.keys(headers).some((name) => !name.startsWith('Access-Control-Request-'));
}

function isPreflighted({ wire }: Expectation): boolean {
  return wire?.[0] === 'OPTIONS';
}
