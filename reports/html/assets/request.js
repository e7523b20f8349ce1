// @ts-check
import { el } from './dom.js';

/**
 * @typedef {import('../../../src/scenarios/scenario.ts').Expectation} Expectation
 * @typedef {import('../../../src/scenarios/scenario.ts').HeaderCondition} HeaderCondition
 * @typedef {import('../../../src/scenarios/scenario.ts').RequestSpec} RequestSpec
 * @typedef {import('../../../src/results/outcome.ts').StepOutcome} StepOutcome
 */

/** What each symbolic origin is, in words. @type {Record<string, string>} */
const originWords = {
  allowed: 'the first origin that the policy allows',
  'allowed-second': 'another origin that the policy allows',
  'allowed-with-port': 'an allowed origin that names a port',
  'allowed-deep': 'an origin that a pattern allows, two labels below it',
  target: "the server's own origin",
  foreign: 'an origin that has nothing to do with the allowed ones',
  'foreign-http': 'a foreign origin over plain http',
  'other-port': 'an allowed host on another port',
  'other-scheme': 'an allowed host over another scheme',
  subdomain: 'a subdomain of an allowed host',
  'parent-domain': 'the parent domain of an allowed host',
  'lookalike-suffix': 'a host that begins like an allowed one',
  'lookalike-prefix': 'a host that ends like an allowed one',
  'suffix-without-dot': 'an allowed host with more letters after it',
  'other-top-level': 'an allowed host under another top-level domain',
  'parent-lookalike': 'a host that ends like the parent domain of an allowed one',
  sibling: 'another subdomain of the same parent domain',
  'less-first-character': 'an allowed host less its first character',
  'first-dot-replaced': 'an allowed host with a letter for its first dot',
  'last-dot-replaced': 'an allowed host with a letter for its last dot',
  'port-dropped': 'an allowed origin without its port',
  'run-together': 'two allowed hosts run together',
  'less-last-character': 'an allowed origin without its last character',
  'trailing-dot': 'an allowed host with a dot after it',
};

/** @param {string} from @param {string | undefined} resolved the Origin header on the wire */
export function originLine(from, resolved) {
  return el(
    'p',
    {},
    'A page at ',
    el('code', {}, resolved ?? from),
    resolved ? ` (${from}: ` : ' (',
    `${originWords[from] ?? (from.startsWith('special-') ? 'an allowed host, a special character and a foreign domain' : from)}) asks:`,
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
    `${client === 'raw' ? 'corspec itself (no page)' : client} ${method} /${address}`,
    ...Object.entries(headers ?? {}).flatMap(([name, value]) =>
      [value].flat().map((line) => `${name}: ${line.length > 200 ? `${line.slice(0, 200)}…` : line}`),
    ),
    ...Object.entries(options).map(([name, value]) => `${name}: ${value}`),
    ...(body ? [`body: ${JSON.stringify(body)}`] : []),
  ];
  return el('pre.code', { tabindex: 0 }, lines.join('\n'));
}

/** What must come of a request, a line each. @param {Expectation} expect @returns {string[]} */
export function expectationLines(expect) {
  const lists = /** @type {const} */ ([
    ['wire', 'arrives at the server'],
    ['visible', 'the script can read'],
    ['hidden', 'the script cannot read'],
  ]);
  return [
    ...(expect.outcome
      ? [
          {
            readable: 'The page reads the response.',
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
    ...(expect.body === undefined ? [] : [`the body holds: ${expect.body}`]),
    ...(expect.varies ? ['Vary lists Origin, if Access-Control-Allow-Origin depends on who asks'] : []),
    ...(expect.timesFirst === undefined
      ? []
      : [`is answered at most ${expect.timesFirst} times slower than the first`]),
    ...(expect.console ? ['the console names CORS'] : []),
    ...Object.entries(expect.preflight ?? {}).map(
      ([name, condition]) => `preflight's ${name} ${conditionText(condition)}`,
    ),
    ...Object.entries(expect.response ?? {}).map(
      ([name, condition]) => `response's ${name} ${conditionText(condition)}`,
    ),
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
  if ('once' in condition) return 'stands in one line';
  if ('within' in condition) return 'has no more than the policy allows';
  return `is between ${condition.between[0]} and ${condition.between[1]}`;
}

/** @param {import('../../../src/scenarios/scenario.ts').Expectation} expect @returns {string[]} */
function effectLines({ writes, facts }) {
  return [
    ...(writes === undefined ? [] : [`writes on the server: ${writes}`]),
    ...(facts === undefined ? [] : ['reported as a fact, and not a failure']),
  ];
}

/** What the script saw, a line or more each. @param {StepOutcome} outcome @returns {string[]} */
export function outcomeLines(outcome) {
  if (outcome.kind === 'timeout') return [`The script waited ${outcome.afterMs} ms in vain.`];
  if (outcome.kind === 'error') return [`${outcome.name}: ${outcome.message}`];
  const { type, status, redirected, url, headers, body } = outcome;
  return [
    `A response${type === null ? '' : ` of type ${type}`}, with status ${status}${redirected ? ', redirected' : ''}.`,
    ...(url ? [`url: ${url}`] : []),
    ...(headers ? [`readable headers: ${headers.map(([name]) => name).join(', ') || 'none'}`] : []),
    ...(body ? [`body: ${body}`] : []),
  ];
}
