// @ts-check
import {
  AC,
  add,
  AO,
  drop,
  dropCors,
  head,
  isRefused,
  letIn,
  MA,
  onActual,
  onRoute,
  put,
  when,
} from '../hooks.js';

/** @typedef {import('../fault.js').Fault} Fault */

/**
 * Faults that only a family will see that is not written yet.
 *
 * @type {readonly Fault[]}
 */
export const awaited = [
  {
    id: 'null-let-in',
    title: 'The origin `null` of sandboxed pages is given back',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: ['null-origin/sandbox-credentials-refused', 'null-origin/data-credentials-refused'],
    break: head(when(({ origin }) => origin === 'null', letIn)),
  },
  {
    id: 'refused-with-null',
    title: 'A refusal is told as Access-Control-Allow-Origin: null',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: [
      'null-origin/sandbox-refused',
      'null-origin/sandbox-credentials-refused',
      'hygiene/refused-is-not-null',
    ],
    break: head(when(isRefused, put(AO, 'null'), put(AC, 'true'))),
  },
  {
    id: 'dot-unescaped',
    title: 'The dots of an allowed host match any character',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'origins/first-dot-replaced-refused',
      'origins/last-dot-replaced-refused',
      'origins/first-dot-replaced-with-credentials-refused',
      'origins/first-dot-replaced-put-refused',
    ],
    break: {
      allows: (origin, { policy }) =>
        [policy.origins ?? []].flat().some((entry) => new RegExp(`^${entry}$`).test(origin)),
    },
  },
  {
    id: 'vary-missing',
    title: 'Vary: Origin is never sent',
    level: 'recommended',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'caching/loaded-before-without-origin',
      'caching/loaded-before-without-origin-credentials',
      'caching/vary-allowed',
      'caching/vary-second',
      'caching/vary-preflight',
    ],
    break: head(drop('Vary')),
  },
  {
    id: 'vary-lost-on-refusal',
    title: 'Vary: Origin is missing where the origin is refused, or there is none',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: [
      'caching/vary-refused',
      'caching/vary-nobody',
      'caching/vary-missing',
      'caching/vary-denied',
      'caching/vary-crash',
      'caching/vary-redirect',
      'caching/vary-head',
      'caching/vary-preflight-refused',
    ],
    break: head((sent, seen) =>
      sent.headers.some(([name]) => name === AO) ? sent : drop('Vary')(sent, seen),
    ),
  },
  {
    id: 'vary-overwritten',
    title: 'The CORS code overwrites the Vary of a handler',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['caching/own-vary-kept-refused'],
    break: head(put('Vary', 'Origin')),
  },
  {
    id: 'redirect-without-headers',
    title: 'Redirects lack the headers',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: [
      'redirects/same-origin',
      'redirects/same-origin-permanent',
      'redirects/same-origin-xhr',
      'redirects/to-not-found',
      'redirects/post-becomes-get',
      'redirects/post-stays-post',
      'redirects/manual',
    ],
    break: head(when(onRoute('/redirect'), dropCors)),
  },
  {
    id: 'stream-without-headers',
    title: 'Event streams lack the headers',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['embeds/event-source-allowed', 'embeds/event-source-data'],
    break: head(when(onRoute('/stream'), dropCors)),
  },
  {
    id: 'every-other-refused',
    title: 'The same request is refused every other time, as by a regular expression with the flag g',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: [
      'methods/listed-together',
      'origins/allowed-each-time',
      'clients/read-alike',
      'clients/json-alike',
    ],
    break: head(when((seen) => seen.nth % 2 === 0, dropCors)),
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
