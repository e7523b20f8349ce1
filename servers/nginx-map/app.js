// @ts-check
import { quoted, runNginx } from '../shared/nginx/nginx.js';

/** @typedef {import('../shared/nginx/nginx.js').Policy} Policy */

const unsupported =
  'nginx has no CORS and no defaults: without the directives of the recipe, it sends no CORS headers';

const everyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * The recipe with `map`: the origin is sent if it is in the map, and a header with an empty value is not sent. An `if`
 * without directives of its own has the headers of its location.
 */
await runNginx((policy) => {
  const { origins } = policy;
  if (origins === undefined) return { unsupported };
  return {
    http: origins === '*' ? [] : allowedOrigins(origins),
    location: [
      ...headers(policy),
      'set $preflight "$request_method:$http_access_control_request_method";',
      'if ($preflight ~ "^OPTIONS:.") {',
      '  return 204;',
      '}',
    ],
  };
});

/** @param {readonly string[]} origins */
function allowedOrigins(origins) {
  return [
    'map $http_origin $cors_origin {',
    '  default "";',
    ...origins.map((entry) => `  ${quoted(entry.includes('://*.') ? pattern(entry) : entry)} $http_origin;`),
    '}',
  ];
}

/** @param {string} entry `https://*.example.com` */
function pattern(entry) {
  const [scheme = '', parent = ''] = entry.split('*.');
  return `~^${scheme}([a-z0-9-]+\\.)+${parent.replaceAll('.', '\\.')}$`;
}

/** @param {Policy} policy */
function headers({ origins, credentials, methods, requestHeaders, exposedHeaders, maxAge }) {
  // With credentials, `*` is no wildcard: the origin is reflected, as users do who want it.
  const any = credentials === true ? '$http_origin' : '"*"';
  return [
    add('Access-Control-Allow-Origin', origins === '*' ? any : '$cors_origin'),
    ...(origins === '*' && credentials !== true ? [] : [add('Vary', 'Origin')]),
    ...(credentials === true ? [add('Access-Control-Allow-Credentials', '"true"')] : []),
    ...list('Access-Control-Allow-Methods', methods, credentials === true ? everyMethod.join(', ') : '*'),
    ...list(
      'Access-Control-Allow-Headers',
      requestHeaders,
      credentials === true ? '$http_access_control_request_headers' : '*, Authorization',
    ),
    ...list('Access-Control-Expose-Headers', exposedHeaders, '*'),
    ...(maxAge === undefined ? [] : [add('Access-Control-Max-Age', quoted(String(maxAge)))]),
  ];
}

/**
 * @param {string} name
 * @param {'*' | readonly string[] | undefined} names
 * @param {string} all what stands for all
 */
function list(name, names = [], all) {
  if (names.length === 0) return [];
  return [add(name, quoted(names === '*' ? all : names.join(', ')))];
}

/**
 * @param {string} name
 * @param {string} value
 */
function add(name, value) {
  return `add_header ${name} ${value} always;`;
}
