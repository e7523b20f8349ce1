// @ts-check
import { runApache } from '../shared/apache/apache.js';

/**
 * The line that enable-cors.org has for Apache and that others put into .htaccess; a policy with more adds a line for each
 * of its headers. The application answers preflights, which it does not know.
 */
await runApache(({ origins = '*', credentials, methods, requestHeaders, exposedHeaders, maxAge }) => {
  if (origins !== '*')
    return { unsupported: 'the recipe sends `Access-Control-Allow-Origin: *` and has no list of origins' };
  return [
    line('Allow-Origin', '*'),
    ...(credentials === true ? [line('Allow-Credentials', 'true')] : []),
    ...list('Allow-Methods', methods),
    ...list('Allow-Headers', requestHeaders),
    ...list('Expose-Headers', exposedHeaders),
    ...(maxAge === undefined ? [] : [line('Max-Age', String(maxAge))]),
  ];
});

/**
 * @param {string} name
 * @param {'*' | readonly string[] | undefined} names
 */
function list(name, names = []) {
  return names.length === 0 ? [] : [line(name, names === '*' ? '*' : names.join(', '))];
}

/**
 * @param {string} name
 * @param {string} value
 */
function line(name, value) {
  return `Header set Access-Control-${name} "${value}"`;
}
