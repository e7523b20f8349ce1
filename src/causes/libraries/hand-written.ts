import { headersOf } from './headers.ts';
import { jsAllowed } from './javascript.ts';
import type { Library, Settings } from './library.ts';
import { singleQuoted } from './snippets.ts';

function setHeader(name: string, value: string): string {
  return `response.setHeader(${singleQuoted(name)}, ${value});`;
}

function lines(settings: Settings): readonly string[] {
  const headers = headersOf(settings).map(([name, value]) => setHeader(name, singleQuoted(value)));
  const removed = "response.removeHeader('Access-Control-Allow-Credentials');";
  return settings.credentials === false ? [removed, ...headers] : headers;
}

function call(settings: Settings): string {
  const { origins } = settings;
  if (origins === '*')
    return [setHeader('Access-Control-Allow-Origin', "'*'"), ...lines(settings)].join('\n');
  const { list, test } = jsAllowed(origins ?? [], 'origin');
  return `${list}
const { origin } = request.headers;
${setHeader('Vary', "'Origin'")}
if (${test}) {
${[setHeader('Access-Control-Allow-Origin', 'origin'), ...lines(settings)].map((line) => `  ${line}`).join('\n')}
}`;
}

const preflights = (settings: Settings): string =>
  `${call(settings)}
if (request.method === 'OPTIONS' && request.headers['access-control-request-method']) {
  response.writeHead(204).end();
  return;
}`;

/** Headers that the application sets itself, as with Node's `http`. */
export const handWritten: Library = {
  title: 'Without a library (Node http)',
  language: 'js',
  where: 'the request handler, before anything that can respond',
  call,
  whereLines: 'where the CORS headers are set, for allowed origins only',
  lines,
  advice: {
    origins: {
      note: 'Compare the whole Origin: `includes`, `startsWith` and `endsWith` on strings accept other sites.',
    },
    order: { snippet: preflights },
    'error-responses': {
      note: 'Set the headers before the request is handled, so that each error has them.',
      snippet: call,
    },
    vary: {
      snippet: () => setHeader('Vary', "'Origin'"),
      where: 'before the origin is compared, for every request',
    },
    'resource-policy': { snippet: () => setHeader('Cross-Origin-Resource-Policy', "'cross-origin'") },
  },
};
