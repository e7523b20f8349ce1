import { stepsOf } from '../../src/scenarios/steps.ts';
import type { Expectation, RequestSpec, Route, Scenario, Step } from '../../src/scenarios/scenario.ts';

/** What each implementation has advice about, in `servers/<id>/mending.json`. */
export const libraryTopics = {
  origins: 'Let the right origins in',
  matching: 'Compare origins whole',
  'any-origin': 'Any origin, and never with credentials',
  credentials: 'Credentials',
  methods: 'Methods',
  'request-headers': 'Request headers',
  'exposed-headers': 'Exposed response headers',
  'max-age': 'How long preflights are remembered',
  vary: 'Vary',
  'error-responses': 'Error pages',
  'null-origin': 'The origin null',
  'options-requests': 'OPTIONS that are no preflights',
  redirects: 'Redirects',
  placement: 'Where the middleware stands',
  refusals: 'What a refusal says',
  'private-network': 'Private networks',
  forgery: 'Requests that CORS does not keep out',
  'malformed-requests': 'Lists that no browser writes',
  'same-origin': 'The server’s own pages',
} as const;
export type LibraryTopic = keyof typeof libraryTopics;

/** What is the same for every library, or for none. */
export const generalTopics = {
  browser: {
    title: 'Nothing to mend',
    how: 'This is the browser’s doing, whatever a server answers: there is nothing to mend on a server. It is told so that you know.',
  },
  embedding: {
    title: 'What pages may embed',
    how: 'CORS has no say in what pages embed. `Cross-Origin-Resource-Policy: same-origin` (or `same-site`) keeps others from embedding; JSONP can only be taken away.',
  },
  'one-place': {
    title: 'One place that sets the headers',
    how: 'Let either the application or the proxy in front of it set CORS headers, not both: two lines of Access-Control-Allow-Origin are an error, even if they say the same.',
  },
} as const;
export type GeneralTopic = keyof typeof generalTopics;

export type Topic = LibraryTopic | GeneralTopic;

/** What a scenario is about at most; the first is what a failure is most likely mended by. */
const mostTopics = 3;

/** With these there is nothing else to look at. */
const wholeStories: readonly Topic[] = [
  'private-network',
  'one-place',
  'malformed-requests',
  'options-requests',
  'same-origin',
];

/** The topics of a scenario, the nearest first: derived from what it does and what it expects. There is always one. */
export function topicsOf(scenario: Scenario): readonly Topic[] {
  const about = factsOf(scenario);
  if (isForBrowsers(about)) return ['browser'];
  if (isPlainEmbed(about)) return ['embedding'];
  const [first, ...others] = rules.filter(([, holds]) => holds(about)).map(([topic]) => topic);
  if (first === undefined) return ['origins'];
  if (wholeStories.includes(first)) return [first];
  return [...new Set<Topic>([first, ...others, 'origins'])].slice(0, mostTopics);
}

interface Facts {
  readonly scenario: Scenario;
  readonly family: string;
  readonly requests: readonly RequestSpec[];
  readonly expectations: readonly Expectation[];
  /** Lower-case names of the response headers that are asked about. */
  readonly asked: ReadonlySet<string>;
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
    asked: new Set(expectations.flatMap((wish) => Object.keys({ ...wish.response, ...wish.preflight }))),
  };
}

const safelisted = ['GET', 'HEAD', 'POST'];
const errorRoutes: readonly Route[] = ['missing', 'denied', 'crash', 'private'];

/** The more a rule says about a scenario, the earlier it comes. */
const rules: readonly Rule[] = [
  ['private-network', ({ asked }) => asked.has('access-control-allow-private-network')],
  ['one-place', ({ expectations }) => expectations.some(hasOnce)],
  ['max-age', ({ family, asked }) => family === 'max-age' || asked.has('access-control-max-age')],
  ['vary', ({ family, expectations }) => family === 'caching' || expectations.some(({ varies }) => varies)],
  ['malformed-requests', ({ family }) => family === 'robustness'],
  ['options-requests', ({ requests }) => requests.some(isOwnOptions)],
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
  ['redirects', ({ requests }) => requests.some(({ route }) => route === 'redirect')],
  ['placement', isAskedTooEarly],
  ['error-responses', ({ family, requests }) => family === 'errors' || requests.some(isForError)],
  ['placement', ({ family, requests }) => family === 'embeds' && !requests.some(isCredentialed)],
  ['methods', ({ asked }) => asked.has('access-control-allow-methods')],
  ['request-headers', ({ asked }) => asked.has('access-control-allow-headers')],
  ['credentials', isAboutCredentials],
  ['methods', ({ requests, expectations }) => requests.some(needsMethod) || isPreflightedHead(requests, expectations)],
  ['request-headers', ({ requests, family }) => family !== 'simple' && requests.some(needsHeader)],
  ['placement', ({ family, asked }) => family === 'embeds' || asked.has('status')],
  ['placement', ({ expectations, requests }) => expectations.some(isPreflighted) && requests.some(isForError)],
]; // prettier-ignore

function isAboutExposing({ family, expectations, asked }: Facts): boolean {
  return (
    family === 'exposed-headers' ||
    asked.has('access-control-expose-headers') ||
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

/** Whether the preflight must not get as far as what asks for credentials, or as the handler. */
function isAskedTooEarly({ requests, expectations }: Facts): boolean {
  const isKeptOut = requests.some(({ route }) => route === 'private') && expectations.some(isPreflighted);
  return isKeptOut || (requests.every(isPreflight) && expectations.some(({ writes }) => writes === 0));
}

function isForBrowsers({ family, scenario, requests, expectations }: Facts): boolean {
  return (
    family === 'console' ||
    requests.some(({ mode }) => mode === 'same-origin') ||
    expectations.some(({ cookieHiddenFromPage }) => cookieHiddenFromPage !== undefined) ||
    (scenario.level === 'informative' && expectations.some(({ hidden }) => hidden?.includes('Set-Cookie')))
  );
}

/** In mode no-cors a page uses what it cannot read; a POST that arrives that way is another matter. */
function isPlainEmbed({ family, requests }: Facts): boolean {
  return family === 'embeds' && requests.some(({ mode }) => mode === 'no-cors');
}

function hasOnce({ response = {}, preflight = {} }: Expectation): boolean {
  return [...Object.values(response), ...Object.values(preflight)].some((condition) => 'once' in condition);
}

/** An OPTIONS that asks for nothing. */
function isOwnOptions(request: RequestSpec): boolean {
  return request.method === 'OPTIONS' && !isPreflight(request);
}

/** One that corspec writes itself. */
function isPreflight({ client, headers = {} }: RequestSpec): boolean {
  return client === 'raw' && 'Access-Control-Request-Method' in headers;
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

function isCredentialed({ credentials }: RequestSpec): boolean {
  return credentials === 'include';
}

/** HEAD needs no permission, but its preflight has to be answered. */
function isPreflightedHead(requests: readonly RequestSpec[], expectations: readonly Expectation[]): boolean {
  return requests.some(({ method }) => method === 'HEAD') && expectations.some(isPreflighted);
}

function needsMethod({ method = 'GET', headers = {} }: RequestSpec): boolean {
  const asked = [headers['Access-Control-Request-Method'] ?? method].flat();
  return asked.some((name) => !safelisted.includes(name) && name !== 'OPTIONS');
}

function needsHeader({ headers = {} }: RequestSpec): boolean {
  return Object.keys(headers).some((name) => !name.startsWith('Access-Control-Request-'));
}

function isPreflighted({ wire }: Expectation): boolean {
  return wire?.[0] === 'OPTIONS';
}
