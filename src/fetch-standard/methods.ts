import { isToken } from './header-lists.ts';

const normalized = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'];
const safelisted = ['GET', 'HEAD', 'POST'];
const forbidden = ['CONNECT', 'TRACE', 'TRACK'];

/** Upper case for six methods alone: `put` becomes PUT, and `patch` stays. `#concept-method-normalize` */
export function normalizeMethod(method: string): string {
  const upper = method.toUpperCase();
  return normalized.includes(upper) ? upper : method;
}

/** Whether it is a method at all: a token. `#concept-method` */
export function isMethod(method: string): boolean {
  return isToken(method);
}

/** CONNECT, TRACE and TRACK, in any case. `#forbidden-method` */
export function isForbiddenMethod(method: string): boolean {
  return forbidden.includes(method.toUpperCase());
}

/** GET, HEAD and POST, in upper case. `#cors-safelisted-method` */
export function isSafelistedMethod(method: string): boolean {
  return safelisted.includes(method);
}

/** GET and HEAD: they have no body, and carry Origin only when the request is cross-origin. */
export function isReadingMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
