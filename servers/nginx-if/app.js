// @ts-check
import { quoted, runNginx } from '../shared/nginx/nginx.js';
import { everyMethod, expression, otherHeaders } from '../shared/proxy/recipe.js';

/** @typedef {import('../shared/nginx/nginx.js').Policy} Policy */

/** What the recipe says; a policy changes the values, and nothing else. */
const verbatim = {
  methods: [...everyMethod, 'OPTIONS'],
  requestHeaders: ['Content-Type', 'Authorization'],
  maxAge: 86_400,
};

/**
 * The configuration that enable-cors.org has for several origins and that others copied: an expression that is not anchored
 * and accepts http as well, and an `if` for OPTIONS with `add_header`, where the headers of the location are not sent.
 */
await runNginx((policy) => {
  const { origins, maxAge = verbatim.maxAge } = policy;
  if (origins === undefined || origins === '*')
    return { unsupported: 'the recipe is for a list of origins; nginx-star is the one for any origin' };
  return {
    location: [
      'set $cors_origin "";',
      ...allowed(origins),
      "add_header 'Vary' 'Origin' always;",
      "add_header 'Access-Control-Allow-Origin' $cors_origin always;",
      ...others(policy),
      "if ($request_method = 'OPTIONS') {",
      `  add_header 'Access-Control-Max-Age' ${maxAge};`,
      "  add_header 'Content-Type' 'text/plain; charset=utf-8';",
      "  add_header 'Content-Length' 0;",
      '  return 204;',
      '}',
    ],
  };
});

/** @param {readonly string[]} origins */
function allowed(origins) {
  // An empty expression would match everything: the recipe has no `if` without origins.
  if (origins.length === 0) return [];
  const either = origins.map((entry) => expression(entry).replace(/^https?:/, 'https?:')).join('|');
  return [`if ($http_origin ~* (${either})) {`, '  set $cors_origin $http_origin;', '}'];
}

/** @param {Policy} policy */
function others(policy) {
  const { methods, requestHeaders } = verbatim;
  const headers = otherHeaders(
    { methods, requestHeaders, ...policy },
    '$http_access_control_request_headers',
  ).filter(([name]) => name !== 'Access-Control-Max-Age');
  return headers.map(([name, value]) => `add_header ${quoted(name)} ${quoted(value)} always;`);
}
