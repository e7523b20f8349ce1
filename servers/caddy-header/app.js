// @ts-check
import { versionOf } from '../shared/proxy/programs.js';
import { runProxy } from '../shared/proxy/proxy.js';

/** @typedef {import('../shared/proxy/proxy.js').Policy} Policy */

const unsupported =
  'Caddy has no CORS and no defaults: without the directives of the recipe, it sends no CORS headers';

const everyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

await runProxy({
  versions: { caddy: versionOf(['caddy', 'version'], /v?(\d[\w.+-]*)/) },
  file: 'Caddyfile',
  command: (file) => ['caddy', 'run', '--adapter', 'caddyfile', '--config', file],
  environment: ({ folder }) => ({ HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder }),
  config(policy, { port, backendPort }) {
    const values = Object.values(policy).flat();
    const special = values.find((value) => /["`{}\\\s]/.test(String(value)));
    if (special !== undefined)
      return { unsupported: `a Caddyfile cannot have ${JSON.stringify(special)} in a value` };
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
  const headers = [['Access-Control-Allow-Origin', allowed], ...others(policy)];
  return [
    ...(isAny ? [] : [`@cors header_regexp Origin "^(${origins.map(pattern).join('|')})$"`]),
    ...headers.map(([name = '', value = '']) => `header${isAny ? '' : ' @cors'} ${name} "${value}"`),
    ...(reflects ? ['header +Vary Origin'] : []),
  ];
}

/** @param {Policy} policy */
function others({ credentials, methods, requestHeaders, exposedHeaders, maxAge }) {
  const [allMethods, allHeaders] =
    credentials === true
      ? [everyMethod.join(', '), '{http.request.header.Access-Control-Request-Headers}']
      : ['*', '*, Authorization'];
  return [
    ...(credentials === true ? [['Access-Control-Allow-Credentials', 'true']] : []),
    ...list('Access-Control-Allow-Methods', methods, allMethods),
    ...list('Access-Control-Allow-Headers', requestHeaders, allHeaders),
    ...list('Access-Control-Expose-Headers', exposedHeaders, '*'),
    ...(maxAge === undefined ? [] : [['Access-Control-Max-Age', String(maxAge)]]),
  ];
}

/** @param {string} entry an origin, or `https://*.example.com` */
function pattern(entry) {
  return entry.replaceAll('.', '\\.').replace('://*\\.', '://([a-z0-9-]+\\.)+');
}

/**
 * @param {string} name
 * @param {'*' | readonly string[] | undefined} names
 * @param {string} all what stands for all
 */
function list(name, names = [], all) {
  if (names.length === 0) return [];
  return [[name, names === '*' ? all : names.join(', ')]];
}
