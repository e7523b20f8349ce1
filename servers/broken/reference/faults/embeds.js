// @ts-check
import { AO, dropCors, head, isShared, all, onRoute, set, when } from '../hooks.js';

/** @typedef {import('../fault.js').Fault} Fault */

/** @type {readonly (readonly [client: string, path: string, what: string])[]} */
const kinds = [
  ['img', '/image.png', 'Images'],
  ['script', '/script.js', 'Scripts'],
  ['module', '/module.js', 'Modules'],
  ['style', '/style.css', 'Style sheets'],
  ['font', '/font.woff2', 'Fonts'],
  ['event-source', '/stream', 'Events'],
];

/** A font is never loaded with credentials. */
const credentialed = kinds.filter(([client]) => client !== 'font');

/** @param {readonly [client: string, path: string, what: string]} kind @returns {Fault} */
const forgotten = ([client, path, what]) => ({
  id: `${client}-without-headers`,
  title: `${what} have no CORS headers because another server sends them`,
  level: 'required',
  policies: ['allowlist', 'public'],
  caughtBy: [`embeds/${client}-allowed`, ...(client === 'font' ? ['embeds/css-font-allowed'] : [])],
  break: head(when(onRoute(path), dropCors)),
});

/**
 * Embedded resources by type: web servers often configure headers by file extension (`#concept-cors-check`).
 *
 * @type {readonly Fault[]}
 */
export const embeds = [
  ...kinds.filter(([client]) => client !== 'event-source').map(forgotten),
  {
    id: 'assets-with-star',
    title: 'Static files have `*`, which is not sufficient with credentials',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: credentialed.map(([client]) => `embeds/${client}-with-credentials`),
    break: head(when(all(onRoute(...kinds.map(([, path]) => path)), isShared), set(AO, '*'))),
  },
];
