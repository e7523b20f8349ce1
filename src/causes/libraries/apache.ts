import { headersOf } from './headers.ts';
import type { Library, Settings } from './library.ts';
import { anchored, doubleQuoted, entriesOf, expressionOf } from './snippets.ts';

const condition = 'env=CORS_ORIGIN';

function lines(settings: Settings): readonly string[] {
  const headers = headersOf(settings).map(
    ([name, value]) => `Header always set ${name} ${doubleQuoted(value)} ${condition}`,
  );
  const removed = 'Header always unset Access-Control-Allow-Credentials';
  return settings.credentials === false ? [removed, ...headers] : headers;
}

function call(settings: Settings): string {
  if (settings.origins === '*') {
    const unconditional = lines(settings).map((line) => line.replace(` ${condition}`, ''));
    return ['Header always set Access-Control-Allow-Origin "*"', ...unconditional].join('\n');
  }
  const entries = entriesOf(settings);
  const pattern = entries.length === 1 ? `^(${entries.map(expressionOf).join('')})$` : anchored(entries);
  return [
    `SetEnvIf Origin "${pattern}" CORS_ORIGIN=$1`,
    `Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" ${condition}`,
    ...lines(settings),
    'Header always merge Vary Origin',
  ].join('\n');
}

/** Apache httpd with mod_headers and mod_setenvif. */
export const apache: Library = {
  title: 'Apache httpd',
  language: 'apache',
  where: 'the <VirtualHost>, with mod_headers and mod_setenvif',
  call,
  whereLines: 'the <VirtualHost>, beside the other CORS headers',
  lines,
  advice: {
    origins: { note: 'The expression needs `^`, `$` and escaped dots: otherwise it accepts other sites.' },
    order: {
      note: 'In a <VirtualHost>, mod_rewrite answers before authentication; in .htaccess it runs after it.',
      where: 'the <VirtualHost>',
      snippet: () => `RewriteEngine On
RewriteCond %{REQUEST_METHOD} =OPTIONS
RewriteCond %{HTTP:Access-Control-Request-Method} .
RewriteRule ^ - [R=204,L]`,
    },
    'error-responses': {
      note: '`Header set` without `always` is not applied to errors and redirects.',
      snippet: call,
    },
    vary: { snippet: () => 'Header always merge Vary Origin' },
    once: {
      note: '`Header always set` and `Header set` are two tables: a header of the application and one of Apache are both sent.',
      where: 'the <VirtualHost> with ProxyPass, before the other lines',
      snippet: () => 'Header onsuccess unset Access-Control-Allow-Origin',
    },
    'resource-policy': {
      snippet: () => 'Header always set Cross-Origin-Resource-Policy "cross-origin"',
    },
    'private-network': {
      snippet: () => 'Header always unset Access-Control-Allow-Private-Network',
    },
  },
};
