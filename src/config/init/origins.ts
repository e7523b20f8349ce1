import { siteOfHost, parseUrl } from '../../fetch-standard/index.ts';

/** Where front ends usually are, during development and after it. */
const usual = [
  'http://localhost:3000',
  'http://localhost:5173',
  'http://localhost:8080',
  'http://localhost:4200',
  'https://app.example.com',
];

/** An origin that no server should allow. */
export const foreignOrigin = 'https://evil.test';

/** Origins that a server at a URL may allow on purpose: those that are given, usual ones, and others of its own site. */
export function likelyOrigins(url: string, given: readonly string[]): readonly string[] {
  const { hostname, origin } = new URL(url);
  const site = isName(hostname) ? siteOfHost(hostname) : null;
  const own = site === null ? [] : [`https://${site}`, `https://www.${site}`, `https://app.${site}`];
  return [...new Set([...given, ...usual, ...own])].filter((one) => one !== origin);
}

function isName(hostname: string): boolean {
  return hostname.includes('.') && !/^[\d.]+$/.test(hostname);
}

/** Origins that careless comparison takes for an allowed one. */
export function lookalikesOf(allowed: string): readonly string[] {
  const { protocol, hostname, port } = new URL(allowed);
  const suffix = port === '' ? '' : `:${port}`;
  const at = (host: string, scheme = protocol, rest = suffix) => `${scheme}//${host}${rest}`;
  const otherScheme = protocol === 'https:' ? 'http:' : 'https:';
  const dots = hostname.split('.').length > 2 ? [at(hostname.replace('.', 'x'))] : [];
  return [
    at(`evil${hostname}`),
    at(`${hostname}.evil.test`),
    `${at(hostname)}.evil.test`,
    at(`corspec.${hostname}`),
    at(hostname, otherScheme),
    at(hostname, protocol, ':8443'),
    ...dots,
  ].filter((one) => parseUrl(one) !== null && one !== allowed);
}
