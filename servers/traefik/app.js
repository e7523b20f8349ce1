// @ts-check
import { versionOf } from '../shared/proxy/programs.js';
import { runProxy } from '../shared/proxy/proxy.js';

/** @typedef {import('../shared/proxy/proxy.js').Policy} Policy */

const unsupported = 'Traefik rejects the headers middleware without options, and it has no defaults';

await runProxy({
  versions: { traefik: versionOf(['traefik', 'version'], /Version:\s+(\S+)/) },
  // YAML, in that part of it which is JSON.
  file: 'routes.yml',
  command: (file, { port }) => [
    'traefik',
    `--entryPoints.web.address=127.0.0.1:${port}`,
    `--providers.file.filename=${file}`,
    '--providers.file.watch=false',
    '--global.checkNewVersion=false',
  ],
  config: (policy, { backendPort }) =>
    policy.origins === undefined ? { unsupported } : JSON.stringify(routes(policy, backendPort)),
});

/**
 * @param {Policy} policy
 * @param {number} backendPort
 */
function routes(policy, backendPort) {
  return {
    http: {
      routers: {
        all: { rule: 'PathPrefix(`/`)', entryPoints: ['web'], service: 'backend', middlewares: ['cors'] },
      },
      middlewares: { cors: { headers: headers(policy) } },
      services: { backend: { loadBalancer: { servers: [{ url: `http://127.0.0.1:${backendPort}` }] } } },
    },
  };
}

/** @param {Policy} policy */
function headers({ origins = [], credentials, methods, requestHeaders, exposedHeaders, maxAge }) {
  return {
    ...allowedOrigins(origins),
    // As the documentation says, if responses differ by Origin: with credentials, Traefik reflects it for `*`.
    ...((origins !== '*' || credentials === true) && { addVaryHeader: true }),
    ...(credentials !== undefined && { accessControlAllowCredentials: credentials }),
    ...(methods !== undefined && { accessControlAllowMethods: names(methods) }),
    ...(requestHeaders !== undefined && { accessControlAllowHeaders: names(requestHeaders) }),
    ...(exposedHeaders !== undefined && { accessControlExposeHeaders: names(exposedHeaders) }),
    ...(maxAge !== undefined && { accessControlMaxAge: maxAge }),
  };
}

/** @param {'*' | readonly string[]} origins */
function allowedOrigins(origins) {
  if (origins === '*') return { accessControlAllowOriginList: ['*'] };
  return {
    accessControlAllowOriginList: origins.filter((entry) => !isPattern(entry)),
    accessControlAllowOriginListRegex: origins.filter(isPattern).map(pattern),
  };
}

/** @param {'*' | readonly string[]} value */
function names(value) {
  return value === '*' ? ['*'] : value;
}

/** @param {string} entry */
function isPattern(entry) {
  return entry.includes('://*.');
}

/** @param {string} entry `https://*.example.com` */
function pattern(entry) {
  return `^${entry.replaceAll('.', '\\.').replace('://*\\.', '://([a-z0-9-]+\\.)+')}$`;
}
