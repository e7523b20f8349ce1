import { found, type Finding } from './decisions.ts';
import { opaqueOrigin } from './origins.ts';

const badPorts: ReadonlySet<string> = new Set([
  '0', '1', '7', '9', '11', '13', '15', '17', '19', '20', '21', '22', '23', '25', '37', '42', '43', '53', '69', '77',
  '79', '87', '95', '101', '102', '103', '104', '109', '110', '111', '113', '115', '117', '119', '123', '135', '137',
  '139', '143', '161', '179', '389', '427', '465', '512', '513', '514', '515', '526', '530', '531', '532', '540',
  '548', '554', '556', '563', '587', '601', '636', '989', '990', '993', '995', '1719', '1720', '1723', '2049', '3659',
  '4045', '4190', '5060', '5061', '6000', '6566', '6665', '6666', '6667', '6668', '6669', '6679', '6697', '10080',
]); // prettier-ignore

/** Whether it is http or https. `#http-scheme` */
export function isHttp(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

/** Whether it names a user or a password. https://url.spec.whatwg.org/#include-credentials */
export function hasUserinfo(url: URL): boolean {
  return url.username !== '' || url.password !== '';
}

/** Where the standard lists them. */
export const badPortList = 'https://fetch.spec.whatwg.org/#bad-port';

/** Whether HTTP must not go to that port. `#block-bad-port` */
export function isBadPort(url: URL): boolean {
  return isHttp(url) && badPorts.has(url.port);
}

/** Loopback addresses and `localhost` with what is below it. https://w3c.github.io/webappsec-secure-contexts/ */
export function isLoopback(host: string): boolean {
  return host === '[::1]' || /^127(\.[0-9]+){3}$/.test(host) || /^(.+\.)?localhost\.?$/.test(host);
}

/** Whether pages at an origin are secure contexts. https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy */
export function isTrustworthy(origin: string): boolean {
  if (origin === opaqueOrigin) return false;
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' || isLoopback(hostname);
}

/** What keeps a request from its destination before anything is sent. `#concept-main-fetch` */
export function checkDestination(origin: string, url: URL, trustsLoopback: boolean): readonly Finding[] {
  if (isBadPort(url)) return [found({ code: 'port-blocked', port: url.port })];
  const insecure = url.protocol === 'http:' && !(trustsLoopback && isLoopback(url.hostname));
  if (origin.startsWith('https:') && insecure)
    return [found({ code: 'url-insecure', origin, urlOrigin: url.origin })];
  return [];
}
