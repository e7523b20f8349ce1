import { headersOf } from './headers.ts';
import type { Library, Settings } from './library.ts';
import { anchored, doubleQuoted, entriesOf, isPattern } from './snippets.ts';

const condition = 'if { var(txn.cors_origin) -m found }';

function lines(settings: Settings): readonly string[] {
  const headers = headersOf(settings).map(
    ([name, value]) => `http-after-response set-header ${name} ${doubleQuoted(value)} ${condition}`,
  );
  const removed = 'http-after-response del-header Access-Control-Allow-Credentials';
  return settings.credentials === false ? [removed, ...headers] : headers;
}

/** `fhdr`: the whole header, commas included. Within single quotes, a backslash is one. */
function allowedOrigins(settings: Settings): readonly string[] {
  const entries = entriesOf(settings);
  const patterns = entries.filter(isPattern);
  const origins = entries.filter((entry) => !isPattern(entry));
  const allowed = (match: string) =>
    `http-request set-var(txn.cors_origin) req.fhdr(Origin) if { req.fhdr(Origin) ${match} }`;
  return [
    ...(origins.length === 0 ? [] : [allowed(`-m str ${origins.join(' ')}`)]),
    ...(patterns.length === 0 ? [] : [allowed(`-m reg '${anchored(patterns)}'`)]),
  ];
}

function call(settings: Settings): string {
  if (settings.origins === '*') {
    const everywhere = lines(settings).map((line) => line.replace(` ${condition}`, ''));
    return ['http-after-response set-header Access-Control-Allow-Origin "*"', ...everywhere].join('\n');
  }
  return [
    ...allowedOrigins(settings),
    `http-after-response set-header Access-Control-Allow-Origin %[var(txn.cors_origin)] ${condition}`,
    ...lines(settings),
    'http-after-response add-header Vary Origin',
  ].join('\n');
}

const preflights =
  'http-request return status 204 if METH_OPTIONS { req.hdr(Access-Control-Request-Method) -m found }';

/** HAProxy from 2.2 on, with its own rules. */
export const haproxy: Library = {
  title: 'HAProxy',
  language: 'haproxy',
  where: 'haproxy.cfg, the frontend',
  call,
  whereLines: 'haproxy.cfg, beside the other CORS headers',
  lines,
  advice: {
    origins: {
      note: 'A regular expression needs `^`, `$` and escaped dots: otherwise it accepts other sites.',
    },
    order: {
      note: 'Rules run in their order: put `http-request return` after the rules for the origin, and before `http-request auth`.',
      snippet: (settings) => {
        const configured = call(settings).split('\n');
        const isOfRequest = (line: string): boolean => line.startsWith('http-request ');
        return [
          ...configured.filter(isOfRequest),
          preflights,
          ...configured.filter((line) => !isOfRequest(line)),
        ].join('\n');
      },
    },
    'error-responses': {
      note: '`http-response` rules do not run for responses of HAProxy itself, such as 503; `http-after-response` rules do.',
      snippet: call,
    },
    vary: { snippet: () => 'http-after-response add-header Vary Origin' },
    once: {
      note: 'To set it in HAProxy, use `set-header`, which replaces the header of the application, instead of `add-header`.',
      where: 'the backend',
      snippet: () => 'http-response del-header Access-Control-Allow-Origin',
    },
    'resource-policy': {
      snippet: () => 'http-after-response set-header Cross-Origin-Resource-Policy "cross-origin"',
    },
    'private-network': {
      snippet: () => 'http-after-response del-header Access-Control-Allow-Private-Network',
    },
  },
};
