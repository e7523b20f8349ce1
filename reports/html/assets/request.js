// @ts-check
import { el } from './dom.js';

/**
 * @typedef {import('../../../src/vocabulary/scenario.ts').Expectation} Expectation
 * @typedef {import('../../../src/vocabulary/scenario.ts').HeaderCondition} HeaderCondition
 * @typedef {import('../../../src/vocabulary/scenario.ts').RequestSpec} RequestSpec
 * @typedef {import('../../../src/vocabulary/outcome.ts').StepOutcome} StepOutcome
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
};

/** @param {string} from @param {string | undefined} resolved the Origin header on the wire */
export function originLine(from, resolved) {
  return el(
    'p',
    {},
    'A page at ',
    el('code', {}, resolved ?? from),
    resolved ? ` (${from}: ` : ' (',
    `${originWords[from] ?? from}) asks:`,
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
    `${client} ${method} /${address}`,
    ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
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
    ...(expect.writes === undefined ? [] : [`writes on the server: ${expect.writes}`]),
    ...(expect.body === undefined ? [] : [`the body holds: ${expect.body}`]),
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
  if ('present' in condition) return 'is present';
  if ('lists' in condition) return `lists ${condition.lists}`;
  if ('not' in condition) return `is not ${condition.not}`;
  return `is between ${condition.between[0]} and ${condition.between[1]}`;
}

/** What the script saw, a line or more each. @param {StepOutcome} outcome @returns {string[]} */
export function outcomeLines(outcome) {
  if (outcome.kind === 'timeout') return [`The script waited ${outcome.afterMs} ms in vain.`];
  if (outcome.kind === 'error') return [`${outcome.name}: ${outcome.message}`];
  const { type, status, redirected, url, headers, body } = outcome;
  return [
    `The page reads a response of type ${type ?? 'unknown'}, status ${status}${redirected ? ', redirected' : ''}.`,
    ...(url ? [`url: ${url}`] : []),
    ...(headers ? [`readable headers: ${headers.map(([name]) => name).join(', ') || 'none'}`] : []),
    ...(body ? [`body: ${body}`] : []),
  ];
}
