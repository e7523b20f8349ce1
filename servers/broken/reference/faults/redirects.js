// @ts-check
import { AC, all, bare, drop, dropCors, head, onActual, onHeader, onMethod, onPreflight, onRoute, status, wanting, when } from '../hooks.js'; // prettier-ignore

/** @typedef {import('../fault.js').Fault} Fault */

const redirect = onRoute('/redirect');

/** @param {number} code @param {string} what @param {string[]} policies @param {string[]} caughtBy @returns {Fault} */
const bareOn = (code, what, policies, caughtBy) => ({
  id: `redirect-${code}-bare`,
  title: `Redirects with status ${code}${what} have no CORS headers`,
  level: 'required',
  policies,
  caughtBy,
  break: head(when((_seen, sent) => sent.status === code, dropCors)),
});

/**
 * Redirects of single kinds (`#concept-http-redirect-fetch`).
 *
 * @type {readonly Fault[]}
 */
export const redirects = [
  bareOn(303, ', after a form,', ['allowlist'], ['redirects/see-other']),
  bareOn(308, ' of a load balancer', ['allowlist', 'public'], ['redirects/permanent-keeps-method', 'redirects/other-host-post']),
  bareOn(301, ' to another host', ['public'], ['redirects/other-host-permanent']),
  {
    id: 'redirect-of-json',
    title: 'The preflight of JSON is redirected too',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['redirects/json-preflighted'],
    break: head(when(all(redirect, wanting('content-type')), status(307, '/resource'))),
  },
  {
    id: 'redirect-of-authorization',
    title: 'Redirects of requests with Authorization have no CORS headers',
    level: 'required',
    policies: ['wildcard', 'tokens'],
    caughtBy: ['redirects/authorization-kept'],
    break: head(when(all(onActual, redirect, onHeader('authorization', /./)), dropCors)),
  },
  {
    id: 'redirected-preflight-bare',
    title: 'The preflight of a redirecting path has no Access-Control-Allow-Credentials',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: ['redirects/header-with-credentials'],
    break: head(when(all(onPreflight, redirect), drop(AC))),
  },
  {
    id: 'redirect-of-head',
    title: 'Redirects of HEAD have no CORS headers',
    level: 'required',
    policies: ['public'],
    caughtBy: ['redirects/head'],
    break: head(when(all(redirect, onMethod('HEAD')), dropCors)),
  },
  {
    id: 'second-redirect-bare',
    title: 'The second redirect in a row has no CORS headers',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: ['redirects/twice'],
    break: head(when(all(onActual, redirect, (_seen, sent) => sent.headers.some(([name, value]) => name === 'Location' && value === '/resource')), dropCors)),
  },
  {
    id: 'preflight-of-null-bare',
    title: 'Preflights with `Origin: null` are rejected before CORS',
    level: 'required',
    policies: ['wildcard'],
    caughtBy: ['redirects/other-origin-any-header'],
    break: head(when(all(onPreflight, ({ origin }) => origin === 'null'), bare(400))),
  },
]; // prettier-ignore
