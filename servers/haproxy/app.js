// @ts-check
import { versionOf } from '../shared/proxy/programs.js';
import { runProxy } from '../shared/proxy/proxy.js';
import { anchored, isPattern, otherHeaders, unwritable } from '../shared/proxy/recipe.js';

/** @typedef {import('../shared/proxy/proxy.js').Policy} Policy */

const unsupported =
  'HAProxy has no CORS and no defaults: without the rules of the recipe, it sends no CORS headers';

await runProxy({
  versions: { haproxy: versionOf(['haproxy', '-v'], /version (\S+)/) },
  file: 'haproxy.cfg',
  command: (file) => ['haproxy', '-db', '-f', file],
  config(policy, { port, backendPort }) {
    const reason = unwritable(policy, /["'\\$%#{}\s]/, 'haproxy.cfg');
    if (reason !== null) return { unsupported: reason };
    if (policy.origins === undefined) return { unsupported };
    return `
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend web
  bind 127.0.0.1:${port}
  ${allowedOrigins(policy.origins).join('\n  ')}
  acl cors var(txn.cors_origin) -m found
  http-request set-var(txn.cors_headers) req.fhdr(Access-Control-Request-Headers)
  http-request return status 204 if METH_OPTIONS { req.hdr(Access-Control-Request-Method) -m found }
  ${headers(policy).join('\n  ')}
  default_backend application
backend application
  server application 127.0.0.1:${backendPort}
`;
  },
});

/**
 * Rules that keep the origin in a variable if it is allowed. `fhdr` is the whole header, commas included.
 *
 * @param {'*' | readonly string[]} origins
 */
function allowedOrigins(origins) {
  const allowed = (/** @type {string} */ match) =>
    `http-request set-var(txn.cors_origin) req.fhdr(Origin) if { req.fhdr(Origin) ${match} }`;
  if (origins === '*') return [allowed('-m found')];
  const patterns = origins.filter(isPattern);
  const exact = origins.filter((entry) => !isPattern(entry));
  return [
    ...(exact.length === 0 ? [] : [allowed(`-m str ${exact.join(' ')}`)]),
    ...(patterns.length === 0 ? [] : [allowed(`-m reg '${anchored(patterns)}'`)]),
  ];
}

/** @param {Policy} policy */
function headers(policy) {
  const reflected = '%[var(txn.cors_headers)]';
  // With credentials, `*` is no wildcard: the origin is reflected, as users do who want it.
  const isStar = policy.origins === '*' && policy.credentials !== true;
  const origin = isStar ? '*' : '%[var(txn.cors_origin)]';
  const condition = (/** @type {string} */ value) => {
    if (value === reflected) return ' if { var(txn.cors_headers) -m found }';
    return isStar ? '' : ' if cors';
  };
  const all = [['Access-Control-Allow-Origin', origin], ...otherHeaders(policy, reflected)];
  return [
    ...all.map(
      ([name = '', value = '']) => `http-after-response set-header ${name} "${value}"${condition(value)}`,
    ),
    ...(isStar ? [] : ['http-after-response add-header Vary Origin']),
  ];
}
