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
    caughtBy: [],
    awaits: 'null-origin',
    break: head(when(({ origin }) => origin === 'null', letIn)),
  },
  {
    id: 'refused-with-null',
    title: 'A refusal is told as Access-Control-Allow-Origin: null',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: [],
    awaits: 'null-origin',
    break: head(when(isRefused, put(AO, 'null'), put(AC, 'true'))),
  },
  {
    id: 'dot-unescaped',
    title: 'The dots of an allowed host match any character',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [],
    awaits: 'origins',
    break: {
      allows: (origin, { policy }) =>
        [policy.origins ?? []].flat().some((entry) => new RegExp(`^${entry}$`).test(origin)),
    },
  },
  {
    id: 'vary-missing',
    title: 'Vary: Origin is never sent',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: [],
    awaits: 'caching',
    break: head(drop('Vary')),
  },
  {
    id: 'vary-lost-on-refusal',
    title: 'Vary: Origin is missing where the origin is refused, or there is none',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: [],
    awaits: 'caching',
    break: head((sent, seen) =>
      sent.headers.some(([name]) => name === AO) ? sent : drop('Vary')(sent, seen),
    ),
  },
  {
    id: 'vary-overwritten',
    title: 'The CORS code overwrites the Vary of a handler',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: [],
    awaits: 'caching',
    break: head(put('Vary', 'Origin')),
  },
  {
    id: 'redirect-without-headers',
    title: 'Redirects lack the headers',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: [],
    awaits: 'redirects',
    break: head(when(onRoute('/redirect'), dropCors)),
  },
  {
    id: 'stream-without-headers',
    title: 'Event streams lack the headers',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: [],
    awaits: 'embeds',
    break: head(when(onRoute('/stream'), dropCors)),
  },
  {
    id: 'every-other-refused',
    title: 'The same request is refused every other time, as by a regular expression with the flag g',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: [],
    awaits: 'robustness',
    break: head(when((seen) => seen.nth % 2 === 0, dropCors)),
  },
  {
    id: 'credentials-on-refusal',
    title: 'Access-Control-Allow-Credentials is sent to who is refused',
    level: 'recommended',
    policies: ['credentialed'],
    caughtBy: [],
    awaits: 'hygiene',
    break: head(when(isRefused, add(AC, 'true'))),
  },
  {
    id: 'preflight-headers-everywhere',
    title: 'Access-Control-Max-Age is on every response',
    level: 'recommended',
    policies: ['credentialed'],
    caughtBy: [],
    awaits: 'hygiene',
    break: head(when(onActual, add(MA, '600'))),
  },
];
