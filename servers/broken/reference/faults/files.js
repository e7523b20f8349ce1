// @ts-check
import {
  AC,
  all,
  AO,
  bare,
  drop,
  dropCors,
  EH,
  head,
  including,
  isRefused,
  isShared,
  letIn,
  onActual,
  onHeader,
  onMethod,
  onPreflight,
  onRoute,
  onStatus,
  put,
  set,
  status,
  wanting,
  when,
} from '../hooks.js';

/**
 * @typedef {import('../fault.js').Fault} Fault
 * @typedef {import('../hooks.js').Change} Change
 */

/** @type {readonly (readonly [kind: string, path: string, what: string])[]} */
const kinds = [
  ['static', '/file.txt', 'Static files'],
  ['raw', '/raw', 'Responses that are written past the framework'],
  ['download', '/download', 'Downloads'],
];

/** @param {readonly [kind: string, path: string, what: string]} kind @returns {readonly Fault[]} */
const ofKind = ([kind, path, what]) => [
  {
    id: `${kind}-bare`,
    title: `${what} have no CORS headers`,
    level: 'required',
    policies: ['allowlist', 'credentialed', 'public'],
    caughtBy: [
      `files/${kind}-allowed`,
      `files/${kind}-second-origin`,
      `files/${kind}-with-credentials`,
      ...(kind === 'raw' ? ['files/raw-events', 'files/raw-events-with-credentials'] : []),
    ],
    break: head(when(all(onActual, onRoute(path)), dropCors)),
  },
  {
    id: `${kind}-with-star`,
    title: `${what} have \`*\`, which is not sufficient with credentials`,
    level: 'required',
    policies: ['credentialed'],
    caughtBy: [`files/${kind}-with-credentials`],
    break: head(when(all(onActual, onRoute(path), isShared), set(AO, '*'))),
  },
  {
    id: `${kind}-first-origin`,
    title: `${what} have the first allowed origin, whichever asks`,
    level: 'required',
    policies: ['allowlist'],
    caughtBy: [`files/${kind}-second-origin`],
    break: head(when(all(onActual, onRoute(path)), firstOrigin)),
  },
  {
    id: `${kind}-without-preflight`,
    title: `${what} have no response to OPTIONS`,
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [`files/${kind}-with-header`],
    break: head(when(all(onPreflight, onRoute(path)), bare(405))),
  },
  {
    id: `${kind}-for-all`,
    title: `${what} are readable from every origin`,
    level: kind === 'static' ? 'recommended' : 'security',
    policies: ['credentialed', 'closed'],
    caughtBy: [`files/${kind}-foreign-refused`],
    break: head(when(all(onActual, onRoute(path)), letIn)),
  },
  {
    id: `${kind}-without-vary`,
    title: `${what} have no Vary`,
    level: 'recommended',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [`files/${kind}-vary`],
    break: head(when(onRoute(path), drop('Vary'))),
  },
];

/** @type {Change} */
function firstOrigin(sent, seen) {
  const { origins } = seen.policy;
  return Array.isArray(origins) ? put(AO, origins[0] ?? '*')(sent, seen) : sent;
}

/** @type {readonly Fault[]} */
const streams = [
  {
    id: 'static-head-bare',
    title: 'The response to a HEAD of a static file has no CORS headers',
    level: 'required',
    policies: ['public'],
    caughtBy: ['files/static-head'],
    break: head(when(all(onActual, onRoute('/file.txt'), onMethod('HEAD')), dropCors)),
  },
  {
    id: 'raw-without-credentials',
    title: 'Access-Control-Allow-Credentials is missing from responses that are written past the framework',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: ['files/raw-events-with-credentials', 'files/raw-with-credentials'],
    break: head(when(onRoute('/raw'), drop(AC))),
  },
  {
    id: 'raw-with-credentials',
    title: 'Responses that are written past the framework are shared with credentials, whatever the policy',
    level: 'security',
    policies: ['allowlist', 'public'],
    caughtBy: ['files/raw-events-with-credentials-refused'],
    break: head(when(all(onActual, onRoute('/raw'), isShared), put(AO, ({ origin = '*' }) => origin), put(AC, 'true'))),
  },
  {
    id: 'events-without-credentials',
    title: 'Event streams are not shared with credentials',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: ['files/events-with-cookie', 'embeds/event-source-with-credentials'],
    break: head(when(onRoute('/stream'), drop(AC))),
  },
  {
    id: 'file-name-not-exposed',
    title: 'The file name of a download is not exposed, because the handler sets its own headers',
    level: 'required',
    policies: ['wildcard'],
    caughtBy: ['files/download-name-exposed'],
    break: head(when(onRoute('/download'), drop(EH))),
  },
  {
    id: 'file-name-always-exposed',
    title: 'A helper for downloads exposes Content-Disposition',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['files/download-name-hidden'],
    break: head(when(all(onActual, onRoute('/download')), set(EH, including('Content-Disposition')))),
  },
]; // prettier-ignore

const media = onRoute('/media.wav');
const plays = ['audio', 'video'];

/** @type {readonly Fault[]} */
const ranges = [
  {
    id: 'part-bare',
    title: '206 responses have no CORS headers, as with nginx without `always`',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['media/part', 'media/part-xhr', 'media/part-second-origin', 'media/part-with-credentials'],
    break: head(when(onStatus(206), dropCors)),
  },
  {
    id: 'part-first-origin',
    title: '206 responses have the first allowed origin, whichever asks',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['media/part-second-origin'],
    break: head(when(onStatus(206), firstOrigin)),
  },
  {
    id: 'part-without-credentials',
    title: '206 responses have no Access-Control-Allow-Credentials',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: ['media/part-with-credentials'],
    break: head(when(onStatus(206), drop(AC))),
  },
  {
    id: 'part-becomes-200',
    title: 'The CORS code replaces the status 206 by 200',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['media/part', 'media/part-xhr'],
    break: head(when(onStatus(206), status(200))),
  },
  {
    id: 'part-for-all',
    title: 'Parts of files are readable from every origin, for players that are embedded anywhere',
    level: 'security',
    policies: ['credentialed', 'closed'],
    caughtBy: ['media/foreign-part-refused'],
    break: head(when(onStatus(206), letIn)),
  },
  {
    id: 'unsatisfiable-bare',
    title: 'The 416 response has no CORS headers',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: ['media/unsatisfiable'],
    break: head(when(onStatus(416), dropCors)),
  },
  {
    id: 'unsatisfiable-for-all',
    title: 'The 416 response is readable from every origin',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['media/foreign-unsatisfiable-refused'],
    break: head(when(onStatus(416), letIn)),
  },
  {
    id: 'part-without-vary',
    title: '206 responses have no Vary',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['media/vary'],
    break: head(when(onStatus(206), drop('Vary'))),
  },
  {
    id: 'range-preflight-rejected',
    title: 'The server for files rejects preflights, which it does not expect',
    level: 'required',
    policies: ['wildcard', 'development'],
    caughtBy: ['media/last-bytes', 'media/several-parts'],
    break: head(when(all(onPreflight, media), bare(405))),
  },
  {
    id: 'several-parts-rejected',
    title: 'Requests for several parts are rejected before CORS',
    level: 'required',
    policies: ['wildcard'],
    caughtBy: ['media/several-parts'],
    break: head(when(all(onActual, onHeader('range', /,/)), bare(416))),
  },
  {
    id: 'last-bytes-rejected',
    title: 'Requests for the last bytes are rejected before CORS',
    level: 'required',
    policies: ['wildcard', 'development'],
    caughtBy: ['media/last-bytes'],
    break: head(when(all(onActual, onHeader('range', /=-/)), bare(400))),
  },
  {
    id: 'range-for-all',
    title: 'Range is always allowed, for the sake of players',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: ['media/several-parts-refused', 'preflight/range-suffix-refused'],
    break: head(when(wanting('range'), put('Access-Control-Allow-Headers', 'Range'))),
  },
  {
    id: 'content-range-not-exposed',
    title: '206 responses expose no headers',
    level: 'required',
    policies: ['wildcard'],
    caughtBy: ['media/content-range-exposed'],
    break: head(when(onStatus(206), drop(EH))),
  },
  {
    id: 'content-range-always-exposed',
    title: 'The server for files exposes Content-Range',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['media/content-range-hidden'],
    break: head(when(onStatus(206), set(EH, including('Content-Range')))),
  },
  {
    id: 'media-bare',
    title: 'Sounds and videos have no CORS headers because another server sends them',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: plays.map((client) => `embeds/${client}-allowed`),
    break: head(when(media, dropCors)),
  },
  {
    id: 'media-for-all',
    title: 'Sounds and videos are readable from every origin',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: plays.map((client) => `embeds/${client}-refused`),
    break: head(when(all(media, isRefused), letIn)),
  },
  {
    id: 'media-without-credentials',
    title: 'Sounds and videos have no Access-Control-Allow-Credentials',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: plays.map((client) => `embeds/${client}-with-credentials`),
    break: head(when(media, drop(AC))),
  },
  {
    id: 'media-with-credentials',
    title: 'Sounds and videos are shared with credentials although the policy does not allow them',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: plays.map((client) => `embeds/${client}-with-credentials-refused`),
    break: head(when(all(media, isShared), put(AO, ({ origin = '*' }) => origin), put(AC, 'true'))),
  },
]; // prettier-ignore

/** Static files, streams, downloads, and files that are sent in parts (`#simple-range-header-value`). */
export const files = [...kinds.flatMap(ofKind), ...streams, ...ranges];
