// @ts-check
import {
  AC,
  add,
  AH,
  all,
  AM,
  AO,
  bare,
  EH,
  grant,
  head,
  including,
  isRefused,
  isShared,
  MA,
  not,
  onHeader,
  onPreflight,
  put,
  set,
  status,
  when,
  withoutOrigin,
} from '../hooks.js';

const asked = 'access-control-request-headers';

/** A list in a form that browsers never send. */
const isOdd = onHeader(asked, /[\s"]|,|^,|,$/);
const isLong = onHeader(asked, /^.{500,2000}$/);

/** @param {readonly number[]} arrivals in ms, in order @returns {number} the usual time from one to the next: ms */
const usualGap = (arrivals) => {
  const gaps = arrivals.slice(1).map((time, index) => time - (arrivals[index] ?? time));
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
};

/**
 * Header values, and malformed requests.
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const wording = [
  {
    id: 'odd-lists-refused',
    title: 'Lists of request headers are accepted only in the form that browsers send',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['robustness/headers-spaces', 'robustness/headers-several-lines'],
    break: head(when(all(onPreflight, isOdd), bare(400))),
  },
  {
    id: 'odd-lists-granted',
    title: 'Lists of request headers that cannot be parsed are allowed',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: [
      'robustness/headers-empty-elements-refused',
      'robustness/headers-spaces-refused',
      'robustness/headers-several-lines-refused',
    ],
    break: head(when(all(onPreflight, isOdd), grant)),
  },
  {
    id: 'long-lists-refused',
    title: 'A preflight with a hundred request headers fails',
    level: 'recommended',
    policies: ['wildcard'],
    caughtBy: ['robustness/headers-many'],
    break: head(when(all(onPreflight, isLong), bare(400))),
  },
  {
    id: 'long-lists-granted',
    title: 'A hundred request headers are allowed without parsing the list',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['robustness/headers-many-refused'],
    break: head(when(all(onPreflight, isLong), grant)),
  },
  {
    id: 'garbage-breaks',
    title: 'A malformed list of request headers or a malformed method results in status 500',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['robustness/headers-garbage', 'robustness/method-garbage'],
    break: head(
      when(onHeader(asked, /"/), status(500)),
      when(onHeader('access-control-request-method', /"/), status(500)),
    ),
  },
  {
    id: 'lists-cost-square',
    title: 'Parsing a list of request headers takes quadratic time',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: [
      'robustness/cost-of-names',
      'robustness/cost-of-commas',
      'robustness/cost-of-spaces',
      'robustness/cost-of-one-name',
    ],
    break: {
      decide: (answer, { headers, arrivals }) => {
        // Simulates a backtracking regular expression, scaled to the current speed of the machine.
        const { length } = String(headers[asked] ?? '');
        const factor = 100 * (length / 14_000) ** 2;
        const until = performance.now() + factor * Math.max(1, usualGap(arrivals.slice(0, 5)));
        while (length > 1000 && performance.now() < until);
        return answer;
      },
    },
  },
  {
    id: 'refused-says-null',
    title: 'Responses to origins that are not allowed have `Access-Control-Allow-Origin: null`',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: [
      'null-origin/sandbox-refused',
      'null-origin/data-refused',
      'null-origin/sandbox-of-allowed-refused',
      'null-origin/sandbox-xhr-refused',
      'redirects/other-origin-refused',
      'hygiene/refused-is-not-null',
    ],
    break: head(when(isRefused, put(AO, 'null'))),
  },
  {
    id: 'refused-says-empty',
    title: 'Responses to requests with an unlisted Origin or none have an empty Access-Control-Allow-Origin',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['hygiene/refused-is-not-empty', 'hygiene/nobody-is-not-empty'],
    break: head(when(not(isShared), put(AO, ''))),
  },
  {
    id: 'nobody-is-undefined',
    title: 'Responses to requests without Origin have `Access-Control-Allow-Origin: undefined`',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['hygiene/nobody-is-not-undefined'],
    break: head(when(withoutOrigin, put(AO, 'undefined'))),
  },
  {
    id: 'credentials-are-false',
    title: 'Access-Control-Allow-Credentials is `false`',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['hygiene/credentials-not-false', 'hygiene/preflight-credentials-not-false'],
    break: head(when(isShared, put(AC, 'false'))),
  },
  {
    id: 'headers-doubled',
    title: 'Two components add the CORS headers',
    level: 'recommended',
    policies: ['credentialed'],
    caughtBy: ['effects/put-once', 'hygiene/origin-once', 'hygiene/preflight-origin-once'],
    break: head((sent) => ({
      ...sent,
      headers: [...sent.headers, ...sent.headers.filter(([name]) => [AO, AC, MA].includes(name))],
    })),
  },
  {
    id: 'more-than-the-policy',
    title: 'More methods and headers are listed than the policy allows',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: [
      'hygiene/methods-within-policy',
      'hygiene/headers-within-policy',
      'hygiene/exposed-within-policy',
    ],
    break: head(set(AM, including('TRACE')), set(AH, including('X-Debug')), set(EH, including('X-Internal'))),
  },
  {
    id: 'private-network-open',
    title: 'Private network access is allowed for all allowed origins',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['hygiene/private-network-unasked', 'hygiene/private-network-asked'],
    break: head(when(all(onPreflight, isShared), add('Access-Control-Allow-Private-Network', 'true'))),
  },
];
