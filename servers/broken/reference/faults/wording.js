// @ts-check
import {
  AC,
  add,
  AH,
  all,
  AM,
  AO,
  bare,
  dropCors,
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

/** @type {import('../hooks.js').Condition} */
const isPlainOptions = ({ method, preflight }) => method === 'OPTIONS' && !preflight;

/** Not as browsers write it. */
const isOdd = onHeader(asked, /[\s"]|,|^,|,$/);
const isLong = onHeader(asked, /^.{500,2000}$/);

/** @param {readonly number[]} arrivals in ms, in order @returns {number} the usual time from one to the next: ms */
const usualGap = (arrivals) => {
  const gaps = arrivals.slice(1).map((time, index) => time - (arrivals[index] ?? time));
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
};

/**
 * What is said in headers, and how requests that no browser writes are read.
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const wording = [
  {
    id: 'options-bare',
    title: 'The response to an OPTIONS that is no preflight lacks the headers',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['methods/options-readable'],
    break: head(when(isPlainOptions, dropCors)),
  },
  {
    id: 'odd-lists-refused',
    title: 'Lists of request headers are read as browsers write them, and not otherwise',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: [
      'robustness/headers-empty-elements',
      'robustness/headers-spaces',
      'robustness/headers-several-lines',
    ],
    break: head(when(all(onPreflight, isOdd), bare(400))),
  },
  {
    id: 'odd-lists-granted',
    title: 'A list of request headers that cannot be read is granted',
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
    id: 'empty-list-refused',
    title: 'A preflight with an empty list of request headers is refused',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['robustness/headers-empty'],
    break: head(when(({ preflight, headers }) => preflight && headers[asked] === '', bare(400))),
  },
  {
    id: 'long-lists-refused',
    title: 'A list of a hundred request headers is too long',
    level: 'recommended',
    policies: ['wildcard'],
    caughtBy: ['robustness/headers-many'],
    break: head(when(all(onPreflight, isLong), bare(400))),
  },
  {
    id: 'long-lists-granted',
    title: 'A list of a hundred request headers is granted unread',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['robustness/headers-many-refused'],
    break: head(when(all(onPreflight, isLong), grant)),
  },
  {
    id: 'garbage-breaks',
    title: 'What is no list of request headers, or no method, is answered with 500',
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
    title: 'Reading a list of request headers takes the square of its length',
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
        // In place of a regular expression that backtracks, the time that it would take on this machine, as busy as it is.
        const until = performance.now() + 100 * Math.max(1, usualGap(arrivals.slice(0, 5)));
        while (String(headers[asked] ?? '').length > 1000 && performance.now() < until);
        return answer;
      },
    },
  },
  {
    id: 'refused-says-null',
    title: 'A refusal says Access-Control-Allow-Origin: null',
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
    title: 'Who is refused, and who does not say where from, is told an empty origin',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['hygiene/refused-is-not-empty', 'hygiene/nobody-is-not-empty'],
    break: head(when(not(isShared), put(AO, ''))),
  },
  {
    id: 'nobody-is-undefined',
    title: 'A request without Origin is told that the origin is undefined',
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
    title: 'Two places add the headers',
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
    title: 'More methods and headers are listed than the policy has',
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
    title: 'Private networks are open to everybody who is allowed',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['hygiene/private-network-unasked', 'hygiene/private-network-asked'],
    break: head(when(all(onPreflight, isShared), add('Access-Control-Allow-Private-Network', 'true'))),
  },
  {
    id: 'credentials-on-refusal',
    title: 'Access-Control-Allow-Credentials is sent to who is refused',
    level: 'recommended',
    policies: ['credentialed'],
    caughtBy: [
      'hygiene/refused-without-credentials-header',
      'hygiene/refused-preflight-without-credentials-header',
    ],
    break: head(when(isRefused, add(AC, 'true'))),
  },
];
