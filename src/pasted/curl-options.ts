/** What an option of curl means for a request that a page makes. */
export type CurlOption =
  | { readonly kind: 'ignored'; readonly takesValue: boolean }
  | { readonly kind: 'used'; readonly name: UsedOption; readonly takesValue: boolean }
  | { readonly kind: 'refused'; readonly reason: string };

export type UsedOption =
  | 'cookie' | 'data' | 'data-raw' | 'data-urlencode' | 'get' | 'head' | 'header' | 'insecure' | 'json' | 'oauth2-bearer'
  | 'referer' | 'request' | 'url' | 'user'; // prettier-ignore

/** Options without a value that do not change what a page would send. */
const ignoredFlags = new Set([
  'compressed', 'silent', 'show-error', 'verbose', 'include', 'location', 'location-trusted', 'fail', 'fail-with-body',
  'progress-bar', 'no-progress-meter', 'no-buffer', 'globoff', 'http1.0', 'http1.1', 'http2', 'http2-prior-knowledge', 'http3',
  'http3-only', 'ipv4', 'ipv6', 'tlsv1', 'tlsv1.2', 'tlsv1.3', 'ssl-no-revoke', 'path-as-is', 'tcp-nodelay', 'no-keepalive',
  'raw', 'remote-name', 'remote-header-name', 'remote-time', 'create-dirs', 'no-sessionid', 'styled-output', 'disable',
  'fail-early', 'remove-on-error', 'parallel', 'tr-encoding', 'basic', 'anyauth', 'false-start', 'no-alpn', 'no-npn',
]); // prettier-ignore

const ignoredWithValue = new Set([
  'output', 'output-dir', 'write-out', 'max-time', 'connect-timeout', 'retry', 'retry-delay', 'retry-max-time', 'user-agent',
  'dump-header', 'cookie-jar', 'stderr', 'trace', 'trace-ascii', 'limit-rate', 'speed-limit', 'speed-time', 'keepalive-time',
  'max-redirs', 'ciphers', 'tls13-ciphers', 'tls-max', 'curves', 'alt-svc', 'hsts', 'expect100-timeout', 'max-filesize',
]); // prettier-ignore

const used: Readonly<Record<string, { readonly name: UsedOption; readonly takesValue: boolean }>> = {
  cookie: { name: 'cookie', takesValue: true },
  data: { name: 'data', takesValue: true },
  'data-ascii': { name: 'data', takesValue: true },
  'data-binary': { name: 'data', takesValue: true },
  'data-raw': { name: 'data-raw', takesValue: true },
  'data-urlencode': { name: 'data-urlencode', takesValue: true },
  get: { name: 'get', takesValue: false },
  head: { name: 'head', takesValue: false },
  header: { name: 'header', takesValue: true },
  insecure: { name: 'insecure', takesValue: false },
  json: { name: 'json', takesValue: true },
  'oauth2-bearer': { name: 'oauth2-bearer', takesValue: true },
  referer: { name: 'referer', takesValue: true },
  request: { name: 'request', takesValue: true },
  url: { name: 'url', takesValue: true },
  user: { name: 'user', takesValue: true },
};

const connection = 'corspec connects to the server of the URL itself. Remove it';
const certificate = 'corspec has no client certificates. Remove it';
const form = 'corspec does not make multipart forms. Remove it: a form does not change what CORS requires';
const scheme = 'corspec supports Basic and Bearer only. Remove it';

const refused: Readonly<Record<string, string>> = {
  form, 'form-string': form, 'upload-file': 'corspec does not read files. Use --data-raw with the text', config: 'corspec does not read files. Write its options into the command',
  proxy: connection, 'proxy-insecure': connection, socks5: connection, resolve: connection, 'connect-to': connection, 'unix-socket': connection, interface: connection,
  cert: certificate, key: certificate, cacert: 'use the option --insecure of corspec instead', capath: 'use the option --insecure of corspec instead',
  next: 'it begins a second request. Paste one request', netrc: 'corspec does not read files. Use --user',
  digest: scheme, ntlm: scheme, negotiate: scheme, 'aws-sigv4': scheme,
}; // prettier-ignore

/** Short options by their letter, which is case-sensitive. */
const long: Readonly<Record<string, string>> = {
  A: 'user-agent', b: 'cookie', c: 'cookie-jar', d: 'data', D: 'dump-header', e: 'referer', E: 'cert', f: 'fail', F: 'form',
  g: 'globoff', G: 'get', H: 'header', i: 'include', I: 'head', j: 'junk-session-cookies', J: 'remote-header-name', k: 'insecure',
  K: 'config', L: 'location', m: 'max-time', n: 'netrc', N: 'no-buffer', o: 'output', O: 'remote-name', q: 'disable',
  R: 'remote-time', s: 'silent', S: 'show-error', T: 'upload-file', u: 'user', v: 'verbose', w: 'write-out', x: 'proxy',
  X: 'request', y: 'speed-time', Y: 'speed-limit', Z: 'parallel', '#': 'progress-bar', ':': 'next', '0': 'http1.0',
  '1': 'tlsv1', '4': 'ipv4', '6': 'ipv6',
}; // prettier-ignore

/** An option by its long name or its letter; null where corspec does not know it. */
export function curlOption(name: string): CurlOption | null {
  const full = name.length === 1 ? (long[name] ?? name) : name;
  if (ignoredFlags.has(full)) return { kind: 'ignored', takesValue: false };
  if (ignoredWithValue.has(full)) return { kind: 'ignored', takesValue: true };
  if (Object.hasOwn(refused, full)) return { kind: 'refused', reason: refused[full] ?? '' };
  const option = Object.hasOwn(used, full) ? used[full] : undefined;
  return option === undefined ? null : { kind: 'used', ...option };
}

/** For suggestions. */
export const knownLongOptions: readonly string[] = [
  ...ignoredFlags, ...ignoredWithValue, ...Object.keys(used), ...Object.keys(refused),
]; // prettier-ignore
