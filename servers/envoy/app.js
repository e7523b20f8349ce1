// @ts-check
import { versionOf } from '../shared/proxy/programs.js';
import { runProxy } from '../shared/proxy/proxy.js';

/** @typedef {import('../shared/proxy/proxy.js').Policy} Policy */

const filters = 'type.googleapis.com/envoy.extensions.filters';

await runProxy({
  versions: { envoy: versionOf(['envoy', '--version'], /\/(\d+\.\d+\.\d+)\//) },
  file: 'envoy.json',
  command: (file) => [
    'envoy',
    ...['--config-path', file, '--concurrency', '1', '--disable-hot-restart', '--log-level', 'error'],
  ],
  config: (policy, { port, backendPort }) =>
    JSON.stringify({
      static_resources: {
        listeners: [{ address: address(port), filter_chains: [{ filters: [connectionManager(policy)] }] }],
        clusters: [cluster(backendPort)],
      },
    }),
});

/**
 * The CORS filter, with the policy in the route.
 *
 * @param {Policy} policy
 */
function connectionManager(policy) {
  const name = 'envoy.filters.http.cors';
  return {
    name: 'envoy.filters.network.http_connection_manager',
    typed_config: {
      '@type': `${filters}.network.http_connection_manager.v3.HttpConnectionManager`,
      stat_prefix: 'ingress_http',
      http_filters: [
        { name, typed_config: { '@type': `${filters}.http.cors.v3.Cors` } },
        { name: 'envoy.filters.http.router', typed_config: { '@type': `${filters}.http.router.v3.Router` } },
      ],
      route_config: {
        virtual_hosts: [
          {
            name: 'all',
            domains: ['*'],
            routes: [
              {
                match: { prefix: '/' },
                route: { cluster: 'backend' },
                typed_per_filter_config: { [name]: corsPolicy(policy) },
              },
            ],
          },
        ],
      },
    },
  };
}

/** @param {Policy} policy */
function corsPolicy({ origins, credentials, methods, requestHeaders, exposedHeaders, maxAge }) {
  return {
    '@type': `${filters}.http.cors.v3.CorsPolicy`,
    ...(origins !== undefined && { allow_origin_string_match: matchers(origins) }),
    ...(credentials !== undefined && { allow_credentials: credentials }),
    ...(methods !== undefined && { allow_methods: content(methods) }),
    ...(requestHeaders !== undefined && { allow_headers: content(requestHeaders) }),
    ...(exposedHeaders !== undefined && { expose_headers: content(exposedHeaders) }),
    ...(maxAge !== undefined && { max_age: String(maxAge) }),
  };
}

/** @param {'*' | readonly string[]} origins */
function matchers(origins) {
  if (origins === '*') return [{ safe_regex: { regex: '.*' } }];
  return origins.map((entry) =>
    entry.includes('://*.') ? { safe_regex: { regex: pattern(entry) } } : { exact: entry },
  );
}

/** @param {string} entry `https://*.example.com`; Envoy compares a regular expression with the whole origin */
function pattern(entry) {
  return entry.replaceAll('.', '\\.').replace('://*\\.', '://([a-z0-9-]+\\.)+');
}

/** @param {'*' | readonly string[]} names the content of a header; the filter reflects what is requested for `*` */
function content(names) {
  return names === '*' ? '*' : names.join(', ');
}

/** @param {number} port */
function address(port) {
  return { socket_address: { address: '127.0.0.1', port_value: port } };
}

/** @param {number} port */
function cluster(port) {
  const endpoints = [{ lb_endpoints: [{ endpoint: { address: address(port) } }] }];
  return { name: 'backend', type: 'STATIC', load_assignment: { cluster_name: 'backend', endpoints } };
}
