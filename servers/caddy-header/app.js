// @ts-check
import { versionOf } from '../shared/proxy/programs.js';
import { runProxy } from '../shared/proxy/proxy.js';
import { anchored, otherHeaders, unwritable } from '../shared/proxy/recipe.js';

/** @typedef {import('../shared/proxy/proxy.js').Policy} Policy */

const unsupported =
  'Caddy has no CORS and no defaults: without the directives of the recipe, it sends no CORS headers';

const requested = '{http.request.header.Access-Control-Request-Headers}';

await runProxy({
  versions: { caddy: versionOf(['caddy', 'version'], /v?(\d[\w.+-]*)/) },
  file: 'Caddyfile',
  command: (file) => ['caddy', 'run', '--adapter', 'caddyfile', '--config', file],
  environment: ({ folder }) => ({ HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder }),
  config(policy, { port, backendPort }) {
    const reason = unwritable(policy, /["`{}\\\s]/, 'a Caddyfile');
    if (reason !== null) return { unsupported: reason };
    if (policy.origins === undefined) return { unsupported };
    return `{
	admin off
	auto_https off
}
http://:${port} {
	bind 127.0.0.1
	@preflight {
		method OPTIONS
		header Access-Control-Request-Method *
	}
	route {
		${recipe(policy).join('\n\t\t')}
		respond @preflight 204
		reverse_proxy 127.0.0.1:${backendPort}
	}
}
`;
  },
});

/**
 * The recipe: a matcher for the allowed origins, a header for each fact of the policy, and Vary.
 *
 * @param {Policy} policy
 */
function recipe(policy) {
  const { origins = [], credentials } = policy;
  const isAny = origins === '*';
  // An empty expression would match everything: the recipe has no matcher without origins.
  if (!isAny && origins.length === 0) return ['header +Vary Origin'];
  const reflects = !isAny || credentials === true;
  const allowed = reflects ? '{http.request.header.Origin}' : '*';
  const headers = [['Access-Control-Allow-Origin', allowed], ...otherHeaders(policy, requested)];
  return [
    ...(isAny ? [] : [`@cors header_regexp Origin "${anchored(origins)}"`]),
    ...headers.map(([name = '', value = '']) => `header${isAny ? '' : ' @cors'} ${name} "${value}"`),
    ...(reflects ? ['header +Vary Origin'] : []),
  ];
}
