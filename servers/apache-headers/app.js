// @ts-check
import { runApache } from '../shared/apache/apache.js';
import { anchored, otherHeaders } from '../shared/proxy/recipe.js';

/** @typedef {import('../shared/apache/apache.js').Policy} Policy */

const unsupported =
  'Apache has no CORS and no defaults: without the directives of the recipe, it sends no CORS headers';

/** The recipe with SetEnvIf: a variable has the origin if it matches, and headers are sent if the variable is set. */
await runApache((policy) => {
  if (policy.origins === undefined) return { unsupported };
  return [
    ...allowedOrigins(policy),
    'RewriteEngine On',
    'RewriteCond %{REQUEST_METHOD} =OPTIONS',
    'RewriteCond %{HTTP:Access-Control-Request-Method} .',
    'RewriteRule ^ - [R=204,L]',
  ];
});

/** @param {Policy} policy */
function allowedOrigins(policy) {
  const { origins = [], credentials } = policy;
  if (origins === '*' && credentials !== true)
    return ['Header always set Access-Control-Allow-Origin "*"', ...headers(policy, '')];
  // With credentials, `*` is no wildcard: the origin is reflected, as users do who want it.
  const expression = origins === '*' ? '(.+)' : anchored(origins);
  return [
    ...(origins.length === 0 ? [] : [`SetEnvIf Origin "${expression}" CORS_ORIGIN=$1`]),
    'SetEnvIf Access-Control-Request-Headers "(.+)" CORS_HEADERS=$1',
    'Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN',
    ...headers(policy, 'CORS_ORIGIN'),
    'Header always merge Vary Origin',
  ];
}

/**
 * @param {Policy} policy
 * @param {string} variable on which the headers depend; empty for none
 */
function headers(policy, variable) {
  const reflected = '%{CORS_HEADERS}e';
  return otherHeaders(policy, reflected).map(([name, value]) => {
    const needed = value === reflected ? 'CORS_HEADERS' : variable;
    return `Header always set ${name} "${value}"${needed === '' ? '' : ` env=${needed}`}`;
  });
}
