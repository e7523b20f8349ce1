// @ts-check
import { dirname, join } from 'node:path';
import { pathOf, versionOf } from '../shared/proxy/programs.js';
import { runProxy } from '../shared/proxy/proxy.js';
import { isPattern, otherHeaders, unwritable } from '../shared/proxy/recipe.js';

/** @typedef {import('../shared/proxy/proxy.js').Policy} Policy */

// Debian's package has the modules beside the program, wherever it was unpacked.
const modules = join(dirname(dirname(pathOf('lighttpd'))), 'lib/lighttpd');

await runProxy({
  versions: { lighttpd: versionOf(['lighttpd', '-v'], /lighttpd\/(\S+)/) },
  file: 'lighttpd.conf',
  command: (file) => ['lighttpd', '-D', '-f', file, '-m', modules],
  config(policy, { port, backendPort, folder }) {
    const reason = unsupported(policy);
    if (reason !== null) return { unsupported: reason };
    return `
server.modules = ("mod_rewrite", "mod_setenv", "mod_proxy")
server.document-root = "${folder}"
server.bind = "127.0.0.1"
server.port = ${port}
proxy.server = ("" => (("host" => "127.0.0.1", "port" => ${backendPort})))
# Without a proxy, lighttpd itself responds to OPTIONS, for a path that is in the document root.
$HTTP["request-method"] == "OPTIONS" {
  $REQUEST_HEADER["Access-Control-Request-Method"] != "" {
    proxy.server = ()
    url.rewrite-once = ("" => "/")
  }
}
${headers(policy).join('\n')}
`;
  },
});

/**
 * @param {Policy} policy
 * @returns {string | null}
 */
function unsupported(policy) {
  const { origins, credentials, requestHeaders } = policy;
  if (origins === undefined)
    return 'lighttpd has no CORS and no defaults: without the lines of the recipe, it sends no CORS headers';
  if (origins === '*' ? credentials === true : origins.some(isPattern))
    return 'mod_setenv sends constant values: it cannot reflect the origin of a request';
  if (credentials === true && requestHeaders === '*')
    return 'mod_setenv sends constant values: it cannot reflect the requested headers';
  return unwritable(policy, /["\\$\s]/, 'lighttpd.conf');
}

/** @param {Policy} policy */
function headers(policy) {
  const { origins = [] } = policy;
  const others = otherHeaders(policy, '');
  if (origins === '*') return [set([['Access-Control-Allow-Origin', '*'], ...others])];
  const vary = 'setenv.add-response-header = ("Vary" => "Origin")';
  return [
    vary,
    ...origins.map(
      (origin) => `$REQUEST_HEADER["Origin"] == "${origin}" {
  ${set([['Access-Control-Allow-Origin', origin], ...others])}
}`,
    ),
  ];
}

/** @param {readonly (readonly [name: string, value: string])[]} values */
function set(values) {
  return `setenv.set-response-header = (${values.map(([name, value]) => `"${name}" => "${value}"`).join(', ')})`;
}
