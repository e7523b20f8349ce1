// @ts-check
import { AO, bare, head, letIn, parsed, put, set, when } from '../hooks.js';

/** @param {import('../server.js').Policy} policy */
const listOf = ({ origins = [] }) => (origins === '*' ? [] : origins);

/** @param {string} origin */
const isWeb = (origin) => /^https?:\/\//.test(origin);

/** @param {RegExp} origins @returns {import('../hooks.js').Condition} */
const from =
  (origins) =>
  ({ origin = '' }) =>
    origins.test(origin);

/** @type {readonly (readonly [name: string, origins: RegExp, what: string])[]} */
const kinds = [
  ['capacitor', /^capacitor:/, 'Capacitor apps'],
  ['tauri', /^tauri:/, 'Tauri apps'],
  ['extension', /^chrome-extension:/, 'browser extensions'],
  ['ipv6', /\[/, 'IPv6 addresses'],
  ['idn', /xn--/, 'internationalized hosts'],
];

/** @param {(typeof kinds)[number]} kind @returns {readonly import('../fault.js').Fault[]} */
const ofKind = ([name, origins, what]) => [
  {
    id: `app-${name}-for-all`,
    title: `Origins of ${what} get access, whether the policy lists them or not`,
    level: 'security',
    policies: ['allowlist', 'closed'],
    caughtBy: [`origins/app-${name}-refused`],
    break: head(when(from(origins), letIn)),
  },
  {
    id: `app-${name}-500`,
    title: `Origins of ${what} make the CORS code throw`,
    level: 'recommended',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [`origins/app-${name}-answered`],
    break: head(when(from(origins), bare(500))),
  },
];

/**
 * Origins that are not at http or https, or whose host is not an ASCII name.
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const apps = [
  ...kinds.flatMap(ofKind),
  {
    id: 'app-schemes-refused',
    title: 'Only origins at http and https are compared with the list',
    level: 'required',
    policies: ['apps'],
    caughtBy: ['origins/custom-scheme-allowed', 'origins/custom-scheme-preflight'],
    break: { allows: (origin, { policy }) => isWeb(origin) && listOf(policy).includes(origin) },
  },
  {
    id: 'app-origin-null',
    title: 'The origin that a URL parser gives is sent, which is `null` for the scheme of an app',
    level: 'required',
    policies: ['apps'],
    caughtBy: ['origins/custom-scheme-allowed'],
    break: head(set(AO, (origin) => parsed(origin)?.origin ?? origin)),
  },
  {
    id: 'app-ipv6-refused',
    title: 'The pattern for hosts does not know IPv6 addresses',
    level: 'required',
    policies: ['apps'],
    caughtBy: ['origins/ipv6-allowed', 'origins/ipv6-preflight'],
    break: { allows: (origin, { policy }) => !origin.includes('[') && listOf(policy).includes(origin) },
  },
  {
    id: 'app-idn-decoded',
    title: 'Internationalized hosts are decoded before they are sent back',
    level: 'required',
    policies: ['apps'],
    caughtBy: ['origins/idn-allowed', 'origins/idn-preflight'],
    break: head(when(from(/xn--bcher-kva\.example/), put(AO, 'https://b%C3%BCcher.example'))),
  },
  {
    id: 'app-scheme-alone',
    title: 'For origins with a scheme of their own, only the scheme is compared',
    level: 'security',
    policies: ['apps'],
    caughtBy: ['origins/custom-scheme-other-host-refused'],
    break: {
      allows: (origin, { policy }) =>
        listOf(policy).some((entry) =>
          isWeb(entry) ? entry === origin : origin.startsWith(entry.replace(/[^/]*$/, '')),
        ),
    },
  },
  {
    id: 'app-host-alone',
    title: 'Only hosts are compared, so that an allowed app makes its host allowed at http',
    level: 'security',
    policies: ['apps'],
    caughtBy: ['origins/custom-scheme-as-http-refused'],
    break: {
      allows: (origin, { policy }) =>
        listOf(policy).some((entry) => parsed(entry)?.host === parsed(origin)?.host),
    },
  },
];

/** @type {readonly import('../fault.js').Harmless[]} */
export const harmlessApps = [
  {
    id: 'fine-app-refused-403',
    title: 'Requests from apps and extensions that are not listed get status 403',
    policies: ['allowlist', 'apps'],
    break: head(
      when(
        ({ origin = '', policy }) =>
          /^(capacitor|tauri|chrome-extension):/.test(origin) && !listOf(policy).includes(origin),
        bare(403),
      ),
    ),
  },
];
