// @ts-check
import { el } from './dom.js';

/**
 * @typedef {import('../../../src/scenarios/expectation.ts').Expectation} Expectation
 * @typedef {import('../../../src/scenarios/expectation.ts').HeaderCondition} HeaderCondition
 * @typedef {import('../../../src/scenarios/scenario.ts').RequestSpec} RequestSpec
 * @typedef {import('../../../src/results/outcome.ts').StepOutcome} StepOutcome
 */

/** Descriptions of the symbolic origins. @type {Record<string, string>} */
const originDescriptions = {
  allowed: 'the first allowed origin',
  'allowed-second': 'another allowed origin',
  'allowed-with-port': 'an allowed origin with a port',
  'allowed-deep': 'an origin that matches a pattern, with two more labels',
  target: "the server's own origin",
  foreign: 'an unrelated origin',
  'foreign-http': 'an unrelated origin with http',
  'other-port': 'an allowed host with another port',
  'other-scheme': 'an allowed host with another scheme',
  subdomain: 'a subdomain of an allowed host',
  'parent-domain': 'the parent domain of an allowed host',
  'lookalike-suffix': 'a host that begins like an allowed host',
  'lookalike-prefix': 'a host that ends like an allowed host',
  'suffix-without-dot': 'an allowed host followed by more letters',
  'other-top-level': 'an allowed host under another top-level domain',
  'parent-lookalike': 'a host that ends like the parent domain of an allowed host',
  sibling: 'another subdomain of the same parent domain',
  'less-first-character': 'an allowed host without its first character',
  'first-dot-replaced': 'an allowed host whose first dot is replaced by a letter',
  'last-dot-replaced': 'an allowed host whose last dot is replaced by a letter',
  'port-dropped': 'an allowed origin without its port',
  'run-together': 'two allowed hosts joined together',
  'less-last-character': 'an allowed origin without its last character',
  'trailing-dot': 'an allowed host with a trailing dot',
};

/** @param {string} from @param {string | undefined} resolved the Origin header on the wire */
export function originLine(from, resolved) {
  return el(
    'p',
    {},
    'A page at ',
    el('code', {}, resolved ?? from),
    resolved ? ` (${from}: ` : ' (',
    `${originDescriptions[from] ?? (from.startsWith('special-') ? 'an allowed host, followed by a special character and another domain' : from)}) makes this request:`,
  );
}

/** The request as the script makes it. @param {RequestSpec} request @param {number | 'max-age' | undefined} wait */
export function requestCode(request, wait) {
  const { route, query, method = 'GET', client = 'fetch', headers, body, ...options } = request;
  const address = `${route}${
    query
      ? `?${Object.entries(query)
          .map(([key, value]) => `${key}=${value}`)
          .join('&')}`
      : ''
  }`;
  const pause =
    wait === undefined
      ? []
      : [`wait ${wait === 'max-age' ? 'until the preflight has expired' : `${wait} ms`}`];
  const lines = [
    ...pause,
    `${client === 'raw' ? 'corspec (raw request)' : client} ${method} /${address}`,
    ...Object.entries(headers ?? {}).flatMap(([name, value]) =>
      [value].flat().map((line) => `${name}: ${line.length > 200 ? `${line.slice(0, 200)}…` : line}`),
    ),
    ...Object.entries(options).map(([name, value]) => `${name}: ${value}`),
    ...(body ? [`body: ${JSON.stringify(body)}`] : []),
  ];
  return el('pre.code', { tabindex: 0 }, lines.join('\n'));
}

/** The expected results of a request, one line each. @param {Expectation} expect @returns {string[]} */
export function expectationLines(expect) {
  const lists = /** @type {const} */ ([
    ['wire', 'requests at the server'],
    ['visible', 'the script can read'],
    ['hidden', 'the script cannot read'],
  ]);
  return [
    ...(expect.outcome
      ? [
          {
            readable: 'The page can read the response.',
            blocked: 'The page gets a network error.',
            opaque: 'The page gets an opaque response.',
          }[expect.outcome],
        ]
      : []),
    ...lists.flatMap(([key, words]) =>
      expect[key] ? [`${words}: ${expect[key].join(', ') || 'nothing'}`] : [],
    ),
    ...(expect.status === undefined ? [] : [`status: ${expect.status}`]),
    ...(expect.cookie ? [`cookie: ${expect.cookie}`] : []),
    ...(expect.origin ? [`Origin header: ${expect.origin}`] : []),
    ...effectLines(expect),
    ...(expect.body === undefined ? [] : [`the body contains: ${expect.body}`]),
    ...comparisonLines(expect),
    ...(expect.console ? ['the console mentions CORS'] : []),
    ...Object.entries(expect.preflight ?? {}).map(
      ([name, condition]) => `preflight's ${name} ${conditionText(condition)}`,
    ),
    ...Object.entries(expect.response ?? {}).map(
      ([name, condition]) => `response's ${name} ${conditionText(condition)}`,
    ),
  ];
}

/** What is compared between the responses of a scenario. @param {Expectation} expect @returns {string[]} */
function comparisonLines(expect) {
  return [
    ...(expect.varies ? ['Vary lists Origin, if Access-Control-Allow-Origin depends on the origin'] : []),
    ...(expect.variesByRequest
      ? [
          `Vary lists Access-Control-Request-${expect.variesByRequest === 'headers' ? 'Headers' : 'Method'}, if the response depends on it`,
        ]
      : []),
    ...(expect.timesFirst === undefined
      ? []
      : [`takes at most ${expect.timesFirst} times as long as the first`]),
  ];
}

/** @param {HeaderCondition} condition */
function conditionText(condition) {
  if ('is' in condition) return `is ${condition.is}`;
  if ('absent' in condition) return 'is absent';
  if ('onlyWith' in condition) return `is absent without ${condition.onlyWith}`;
  if ('present' in condition) return 'is present';
  if ('lists' in condition) return `lists ${condition.lists}`;
  if ('not' in condition) return `is not ${condition.not}`;
  if ('once' in condition) return 'occurs in one line';
  if ('within' in condition) return 'contains only what the policy allows';
  return `is between ${condition.between[0]} and ${condition.between[1]}`;
}

/** @param {import('../../../src/scenarios/expectation.ts').Expectation} expect @returns {string[]} */
function effectLines({ writes, facts }) {
  return [
    ...(writes === undefined ? [] : [`writes on the server: ${writes}`]),
    ...(facts === undefined ? [] : ['reported as a fact, not as a failure']),
  ];
}

/** The outcome, in one or more lines. @param {StepOutcome} outcome @returns {string[]} */
export function outcomeLines(outcome) {
  if (outcome.kind === 'timeout') return [`The script timed out after ${outcome.afterMs} ms.`];
  if (outcome.kind === 'error') return [`${outcome.name}: ${outcome.message}`];
  if (outcome.kind === 'sent') return ['Sent. The script gets no response.'];
  const { type, status, redirected, url, headers, body } = outcome;
  return [
    `A response${type === null ? '' : ` of type ${type}`}, with status ${status}${redirected ? ', redirected' : ''}.`,
    ...(url ? [`url: ${url}`] : []),
    ...(headers ? [`readable headers: ${headers.map(([name]) => name).join(', ') || 'none'}`] : []),
    ...(body ? [`body: ${body}`] : []),
  ];
}
