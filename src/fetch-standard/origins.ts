import { getDomain } from 'tldts';
import { isReadingMethod } from './methods.ts';
import type { CurrentRequest, ReferrerPolicy, SiteOfHost } from './types.ts';

/** An opaque origin, serialised. `#concept-origin` */
export const opaqueOrigin = 'null';

/** Scheme, host and port; an opaque origin is the same as none, not even as itself here. `#concept-origin` */
export function sameOrigin(a: string, b: string): boolean {
  return a !== opaqueOrigin && a === b;
}

/**
 * The registrable domain of a host, by the Public Suffix List with its private part; the host itself where it has none:
 * `localhost`, a public suffix, an IP address. A dot at the end is part of it.
 * https://url.spec.whatwg.org/#host-registrable-domain
 */
export function siteOfHost(host: string): string {
  if (host.startsWith('[') || /^[0-9]+(\.[0-9]+){3}$/.test(host)) return host;
  const domain = getDomain(host, asItStands);
  if (domain === null) return host;
  return host.endsWith('.') ? `${domain}.` : domain;
}

/** The host comes from a URL, so it is valid, whichever characters it has. */
const asItStands = {
  allowPrivateDomains: true,
  extractHostname: false,
  validateHostname: false,
  detectIp: false,
} as const;

/** Same scheme and same site. https://html.spec.whatwg.org/#same-site */
export function sameSite(a: string, b: string, site: SiteOfHost): boolean {
  return schemelesslySameSite(a, b, site) && new URL(a).protocol === new URL(b).protocol;
}

/** Same site, whatever the schemes. https://html.spec.whatwg.org/#schemelessly-same-site */
export function schemelesslySameSite(a: string, b: string, site: SiteOfHost): boolean {
  if (a === opaqueOrigin || b === opaqueOrigin) return false;
  return site(new URL(a).hostname) === site(new URL(b).hostname);
}

export type RedirectTaint = 'same-origin' | 'same-site' | 'cross-site';

/**
 * Whether redirects led a request from one foreign origin to another. `urls` is the URL list, the current URL last.
 * `#concept-request-tainted-origin`
 */
export function redirectTaint(origin: string, urls: readonly URL[], site: SiteOfHost): RedirectTaint {
  let taint: RedirectTaint = 'same-origin';
  let last: string | undefined;
  for (const { origin: next } of urls) {
    if (last !== undefined) {
      if (!sameSite(next, last, site) && !sameSite(origin, last, site)) return 'cross-site';
      if (!sameOrigin(next, last) && !sameOrigin(origin, last)) taint = 'same-site';
    }
    last = next;
  }
  return taint;
}

/** The origin that goes on the wire, and that Access-Control-Allow-Origin is compared with. `#serializing-a-request-origin` */
export function serializeRequestOrigin(request: CurrentRequest, site: SiteOfHost): string {
  const urls = [...request.earlierUrls, request.url];
  return redirectTaint(request.origin, urls, site) === 'same-origin' ? request.origin : opaqueOrigin;
}

/** The value of the Origin header, or null when none is sent. `#append-a-request-origin-header` */
export function originHeader(request: CurrentRequest, site: SiteOfHost): string | null {
  const origin = serializeRequestOrigin(request, site);
  if (request.tainting === 'cors') return origin;
  if (isReadingMethod(request.method)) return null;
  return request.mode !== 'cors' && policyHides(request.referrerPolicy, request) ? opaqueOrigin : origin;
}

function policyHides(policy: ReferrerPolicy, { origin, url }: CurrentRequest): boolean {
  switch (policy) {
    case 'no-referrer':
      return true;
    case 'no-referrer-when-downgrade':
    case 'strict-origin':
    case 'strict-origin-when-cross-origin':
      return origin.startsWith('https:') && url.protocol !== 'https:';
    case 'same-origin':
      return !sameOrigin(origin, url.origin);
    default:
      return false;
  }
}
