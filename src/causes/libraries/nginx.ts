import { headersOf } from './headers.ts';
import type { Library, Settings } from './library.ts';
import { anchored, doubleQuoted, entriesOf, isPattern } from './snippets.ts';

function addHeader(name: string, value: string): string {
  return `add_header ${name} ${value} always;`;
}

function lines(settings: Settings): readonly string[] {
  return headersOf(settings).map(([name, value]) => addHeader(name, doubleQuoted(value)));
}

/** A header with an empty value is not sent: other origins get none. */
function allowedOrigins(settings: Settings): string {
  const entries = entriesOf(settings).map((entry) =>
    isPattern(entry) ? `"~${anchored([entry])}"` : doubleQuoted(entry),
  );
  return `map $http_origin $cors_origin {
    default "";
${entries.map((entry) => `    ${entry} $http_origin;`).join('\n')}
}`;
}

function inLocation(settings: Settings): readonly string[] {
  if (settings.origins === '*') return [addHeader('Access-Control-Allow-Origin', '"*"'), ...lines(settings)];
  return [
    addHeader('Access-Control-Allow-Origin', '$cors_origin'),
    addHeader('Vary', 'Origin'),
    ...lines(settings),
  ];
}

function call(settings: Settings): string {
  const headers = inLocation(settings).join('\n');
  return settings.origins === '*' ? headers : `${allowedOrigins(settings)}\n${headers}`;
}

/** The `if` has no `add_header` of its own, so it has those of the location. */
const preflights = (settings: Settings): string =>
  [
    ...inLocation(settings),
    'set $preflight "$request_method:$http_access_control_request_method";',
    'if ($preflight ~ "^OPTIONS:.") {',
    '    return 204;',
    '}',
  ].join('\n');

const repeated =
  'One `add_header` in a location or `if` drops those of the levels around it: repeat them there.';

/** nginx, with its own directives. */
export const nginx: Library = {
  title: 'nginx',
  language: 'nginx',
  where: 'nginx.conf: the map in http { }, the rest in the location',
  call,
  whereLines: 'the location',
  lines,
  advice: {
    origins: { note: `\`$http_origin\` as the value, without a map, reflects every site. ${repeated}` },
    order: {
      note: `\`return\` runs before \`auth_basic\` and \`auth_request\`. ${repeated}`,
      where: 'the location, before proxy_pass',
      snippet: preflights,
    },
    'error-responses': {
      note: `Without \`always\`, nginx adds headers only to statuses such as 200, 204 and 304. ${repeated}`,
      where: 'the location',
      snippet: (settings) => inLocation(settings).join('\n'),
    },
    'no-credentials': {
      note: 'Remove `add_header Access-Control-Allow-Credentials`; hide the one of the application with `proxy_hide_header`.',
      where: 'the location',
      snippet: () => 'proxy_hide_header Access-Control-Allow-Credentials;',
    },
    vary: { where: 'the location', snippet: () => addHeader('Vary', 'Origin') },
    once: {
      note: 'To set it in nginx, hide the header of the application; to set it in the application, remove `add_header`.',
      where: 'the location with proxy_pass',
      snippet: () => 'proxy_hide_header Access-Control-Allow-Origin;',
    },
    'resource-policy': {
      where: 'the location',
      snippet: () => addHeader('Cross-Origin-Resource-Policy', 'cross-origin'),
    },
    'private-network': {
      where: 'the location',
      snippet: () => 'proxy_hide_header Access-Control-Allow-Private-Network;',
    },
  },
};
