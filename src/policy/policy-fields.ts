import {
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isForbiddenResponseHeaderName,
  isToken,
} from '../fetch-standard/index.ts';

/**
 * What may stand in the fields of a policy. Each function gives what is wrong with a value and what to write instead,
 * or nothing when it is fine. They are about what a browser sends and compares, so that a policy means what it says:
 * an origin is compared byte by byte (`#cors-check`), a method case-sensitively (`#cors-preflight-fetch`).
 */

/** A token of HTTP, which methods and the names of headers are. */
export const tokenPattern = "^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$";

/** A serialized origin at http or https, or a pattern of subdomains. A first sieve; {@link originProblem} decides. */
export const originPattern = '^https?://(\\*\\.)?[^/?#@*A-Z\\s]+$';

/** About an origin in a policy's list: `https://app.example.com`, `https://*.example.com`. */
export function originProblem(value: string): string | undefined {
  if (value === '*') return 'it stands for any origin, and goes alone in place of a list';
  if (value === 'null')
    return 'sandboxed frames and local files of anybody have the origin null; a policy must not allow it. Leave it out';
  const text = value.trim();
  if (text === '') return 'it is empty; write an origin such as https://app.example.com';
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return schemeProblem(text);
  return text.includes('*') ? patternProblem(value) : serializationProblem(value, value);
}

function schemeProblem(text: string): string {
  const scheme = /^(localhost|127\.|\[::1\])/i.test(text) ? 'http' : 'https';
  const origin = originOf(`${scheme}://${text.replace(/^\/\//, '').replace('*', 'x')}`);
  const suggestion = origin === undefined || text.includes('*') ? `${scheme}://${text}` : origin;
  return `an origin has a scheme; write ${suggestion}`;
}

function patternProblem(value: string): string | undefined {
  if (!/^\s*[a-z]+:\/\/\*\.[^*]+$/i.test(value))
    return 'a pattern has one *, as the whole first label of the host: https://*.example.com';
  return serializationProblem(value, value.replace('*', 'x'), (origin) => origin.replace('//x.', '//*.'));
}

/** Whether `origin` is as a browser would send it. `shown` puts the pattern's `*` back. */
function serializationProblem(
  value: string,
  origin: string,
  shown: (origin: string) => string = (same) => same,
): string | undefined {
  const serialized = originOf(origin);
  if (serialized === undefined)
    return 'it is no origin; write scheme, host and port, as in https://app.example.com';
  if (serialized === 'null')
    return "corspec's browsers open pages at http and https alone; write an http or https origin, or leave it out";
  if (shown(serialized) === value) return undefined;
  return `${differenceOf(origin)}; write ${shown(serialized)}`;
}

function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.origin : 'null';
}

/** Why a URL is not the serialization of its origin: the first reason that a reader would name. */
function differenceOf(text: string): string {
  const url = new URL(text);
  if (text !== text.trim()) return 'there is white space around it';
  if (url.username !== '' || url.password !== '') return 'an origin has no user name';
  if (url.search !== '' || url.hash !== '') return 'an origin has no query and no fragment';
  if (url.pathname !== '/') return 'an origin has no path';
  if (text.endsWith('/')) return 'an origin has no slash at its end';
  if (/[A-Z]/.test(text)) return 'browsers send origins in lower case';
  if (/:\d+$/.test(text) && url.port === '')
    return 'browsers leave out the port that is the default of the scheme';
  return 'browsers write it differently';
}

/** About a method in a policy's list. */
export function methodProblem(value: string): string | undefined {
  if (value === '*') return 'it stands for all methods, and goes alone in place of a list';
  if (!isToken(value)) return 'it is no method: a method is a token, as in PUT';
  const upper = value.toUpperCase();
  if (isForbiddenMethod(upper)) return 'browsers do not let scripts use it (#forbidden-method). Leave it out';
  return value === upper ? undefined : `methods are compared case-sensitively; write ${upper}`;
}

/** About the name of a request header in a policy's list. */
export function requestHeaderProblem(value: string): string | undefined {
  const problem = headerNameProblem(value, 'request headers', 'Content-Type');
  if (problem !== undefined) return problem;
  return isForbiddenRequestHeader(value, '')
    ? 'browsers do not let scripts set it (#forbidden-request-header). Leave it out'
    : undefined;
}

/** About the name of a response header in a policy's list. */
export function exposedHeaderProblem(value: string): string | undefined {
  const problem = headerNameProblem(value, 'response headers', 'X-Total-Count');
  if (problem !== undefined) return problem;
  return isForbiddenResponseHeaderName(value)
    ? 'browsers never show it to scripts (#forbidden-response-header-name). Leave it out'
    : undefined;
}

function headerNameProblem(value: string, kind: string, example: string): string | undefined {
  if (value === '*') return `it stands for all ${kind}, and goes alone in place of a list`;
  return isToken(value) ? undefined : `it is no name of a header: a name is a token, as in ${example}`;
}
