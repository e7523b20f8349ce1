import { headersOf } from './headers.ts';
import type { Library, Settings } from './library.ts';
import { anchored, doubleQuoted, entriesOf } from './snippets.ts';

function lines(settings: Settings): readonly string[] {
  const headers = headersOf(settings).map(([name, value]) => `header @cors ${name} ${doubleQuoted(value)}`);
  const removed = 'header -Access-Control-Allow-Credentials';
  return settings.credentials === false ? [removed, ...headers] : headers;
}

function call(settings: Settings): string {
  if (settings.origins === '*') {
    const everywhere = lines(settings).map((line) => line.replace(' @cors', ''));
    return ['header Access-Control-Allow-Origin "*"', ...everywhere].join('\n');
  }
  return [
    `@cors header_regexp Origin "${anchored(entriesOf(settings))}"`,
    'header @cors Access-Control-Allow-Origin "{http.request.header.Origin}"',
    ...lines(settings),
    'header +Vary Origin',
  ].join('\n');
}

const preflights = (settings: Settings): string => `@preflight {
	method OPTIONS
	header Access-Control-Request-Method *
}
route {
${call(settings)
  .split('\n')
  .map((line) => `\t${line}`)
  .join('\n')}
	respond @preflight 204
	reverse_proxy localhost:3000
}`;

/** Caddy, with its own directives. */
export const caddy: Library = {
  title: 'Caddy',
  language: 'caddyfile',
  where: 'Caddyfile, the site block',
  call,
  whereLines: 'Caddyfile, beside the other CORS headers',
  lines,
  advice: {
    origins: { note: 'The expression needs `^`, `$` and escaped dots: otherwise it accepts other sites.' },
    order: {
      note: '`route` keeps the order of its directives: put authentication after `respond`.',
      snippet: preflights,
    },
    'error-responses': {
      note: 'Errors of Caddy itself, such as 502, are made in `handle_errors`: repeat the lines there.',
      snippet: (settings) => `handle_errors {
${call(settings)
  .split('\n')
  .map((line) => `\t${line}`)
  .join('\n')}
	respond "{err.status_code} {err.status_text}"
}`,
    },
    vary: { snippet: () => 'header +Vary Origin' },
    once: {
      note: 'To set it in Caddy, remove the header of the application in `reverse_proxy`.',
      where: 'the block of reverse_proxy',
      snippet: () => 'header_down -Access-Control-Allow-Origin',
    },
    'resource-policy': { snippet: () => 'header Cross-Origin-Resource-Policy "cross-origin"' },
    'private-network': { snippet: () => 'header -Access-Control-Allow-Private-Network' },
  },
};
