// @ts-check
import { quoted, runNginx } from '../shared/nginx/nginx.js';

/** @typedef {import('../shared/nginx/nginx.js').Policy} Policy */

/** What the recipe says; a policy changes the values, and nothing else. */
const verbatim = {
  methods: ['GET', 'POST', 'OPTIONS'],
  requestHeaders: [
    'DNT',
    'User-Agent',
    'X-Requested-With',
    'If-Modified-Since',
    'Cache-Control',
    'Content-Type',
    'Range',
  ],
  exposedHeaders: ['Content-Length', 'Content-Range'],
  maxAge: 1_728_000,
};

/**
 * The configuration that enable-cors.org has for nginx and that others copied: `*` for every site, an `if` for each method,
 * and a preflight that is answered whatever it asks for.
 */
await runNginx((policy) => {
  if (policy.origins !== undefined && policy.origins !== '*') {
    return { unsupported: 'the recipe sends `Access-Control-Allow-Origin: *` and has no list of origins' };
  }
  return {
    location: [
      "if ($request_method = 'OPTIONS') {",
      ...preflight(policy),
      "  add_header 'Content-Type' 'text/plain; charset=utf-8';",
      "  add_header 'Content-Length' 0;",
      '  return 204;',
      '}',
      ...['POST', 'GET'].flatMap((method) => [
        `if ($request_method = '${method}') {`,
        ...actual(policy),
        '}',
      ]),
    ],
  };
});

/** @param {Policy} policy */
function preflight({ credentials, methods, requestHeaders, maxAge = verbatim.maxAge }) {
  return [
    "  add_header 'Access-Control-Allow-Origin' '*';",
    ...(credentials === true ? ["  add_header 'Access-Control-Allow-Credentials' 'true';"] : []),
    `  add_header 'Access-Control-Allow-Methods' ${list(methods ?? verbatim.methods)};`,
    `  add_header 'Access-Control-Allow-Headers' ${list(requestHeaders ?? verbatim.requestHeaders)};`,
    `  add_header 'Access-Control-Max-Age' ${maxAge};`,
  ];
}

/** @param {Policy} policy */
function actual({ credentials, methods, requestHeaders, exposedHeaders }) {
  return [
    "  add_header 'Access-Control-Allow-Origin' '*' always;",
    ...(credentials === true ? ["  add_header 'Access-Control-Allow-Credentials' 'true' always;"] : []),
    `  add_header 'Access-Control-Allow-Methods' ${list(methods ?? verbatim.methods)} always;`,
    `  add_header 'Access-Control-Allow-Headers' ${list(requestHeaders ?? verbatim.requestHeaders)} always;`,
    `  add_header 'Access-Control-Expose-Headers' ${list(exposedHeaders ?? verbatim.exposedHeaders)} always;`,
  ];
}

/** @param {'*' | readonly string[]} names an empty list is an empty value, which is not sent */
function list(names) {
  return quoted(names === '*' ? '*' : names.join(', '));
}
