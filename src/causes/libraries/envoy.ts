import type { Library, Settings } from './library.ts';
import { anchored, doubleQuoted, entriesOf, isPattern } from './snippets.ts';
import { indented } from './yaml.ts';

const types = 'type.googleapis.com/envoy.extensions.filters.http';

/** In Envoy, `*` stands for what the request asks for. */
function lines(settings: Settings): readonly string[] {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = settings;
  const list = (key: string, values: '*' | readonly string[] | undefined): readonly string[] =>
    values === undefined ? [] : [`${key}: ${doubleQuoted(values === '*' ? '*' : values.join(', '))}`];
  return [
    ...(credentials === undefined ? [] : [`allow_credentials: ${credentials}`]),
    ...list('allow_methods', methods),
    ...list('allow_headers', requestHeaders),
    ...list('expose_headers', exposedHeaders),
    ...(maxAge === undefined ? [] : [`max_age: "${maxAge}"`]),
  ];
}

function matchers(settings: Settings): readonly string[] {
  const entries = settings.origins === '*' ? ['*'] : entriesOf(settings);
  return entries.flatMap((entry) =>
    isPattern(entry)
      ? ['- safe_regex:', `    regex: ${doubleQuoted(anchored([entry]))}`]
      : [`- exact: ${doubleQuoted(entry)}`],
  );
}

const vary = [
  'response_headers_to_add:',
  '- header: { key: Vary, value: Origin }',
  '  append_action: APPEND_IF_EXISTS_OR_ADD',
];

function call(settings: Settings): string {
  return [
    'typed_per_filter_config:',
    '  envoy.filters.http.cors:',
    `    "@type": ${types}.cors.v3.CorsPolicy`,
    '    allow_origin_string_match:',
    ...indented([...matchers(settings), ...lines(settings)], 4),
    ...(settings.origins === '*' ? [] : vary),
  ].join('\n');
}

const filters = `http_filters:
- name: envoy.filters.http.cors
  typed_config:
    "@type": ${types}.cors.v3.Cors
# then authentication: envoy.filters.http.jwt_authn, envoy.filters.http.ext_authz
- name: envoy.filters.http.router
  typed_config:
    "@type": ${types}.router.v3.Router`;

const removed = (header: string): string => `response_headers_to_remove: ["${header}"]`;

/** Envoy, with its CORS filter. */
export const envoy: Library = {
  title: 'Envoy',
  language: 'yaml',
  where: 'the virtual host or the route',
  call,
  whereLines: 'the CorsPolicy',
  lines,
  advice: {
    origins: {
      note: 'The filter `envoy.filters.http.cors` must be in `http_filters` as well. `safe_regex` needs escaped dots.',
    },
    order: {
      note: 'Envoy answers preflights from allowed origins in the CORS filter; it forwards those from other origins.',
      where: 'the HttpConnectionManager',
      snippet: () => filters,
    },
    'error-responses': {
      note: 'A filter before the CORS filter makes responses without the headers: put the CORS filter first.',
      where: 'the HttpConnectionManager',
      snippet: () => filters,
    },
    vary: { note: 'The CORS filter does not add it.', snippet: () => vary.join('\n') },
    once: {
      note: 'The CORS filter replaces the header of the application for the origins that it allows: configure all of them in one place.',
    },
    'resource-policy': {
      snippet: () =>
        'response_headers_to_add:\n- header: { key: Cross-Origin-Resource-Policy, value: cross-origin }',
    },
    'private-network': { snippet: () => removed('access-control-allow-private-network') },
  },
};
