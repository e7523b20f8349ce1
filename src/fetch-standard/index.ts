/** The Fetch standard's CORS protocol as pure functions. https://fetch.spec.whatwg.org/#http-cors-protocol */
export { corsFetch } from './algorithm.ts';
export { createContext } from './context.ts';
export { corsCheck } from './cors-check.ts';
export type { Asker } from './cors-check.ts';
export { hasUserinfo, isBadPort, isHttp, isLoopback } from './destinations.ts';
export {
  extractSeconds,
  extractTokens,
  getHeader,
  isToken,
  normalizeValue,
  parseTokenList,
  valuesOf,
} from './header-lists.ts';
export type { Extracted } from './header-lists.ts';
export { isForbiddenMethod, isSafelistedMethod, normalizeMethod } from './methods.ts';
export { mimeTypeEssence } from './mime-type.ts';
export { redirectTaint, sameOrigin, sameSite, schemelesslySameSite, siteOfHost } from './origins.ts';
export { checkPreflight, withoutFragment } from './preflight.ts';
export { locationUrl, isRedirectStatus } from './redirects.ts';
export { replay } from './replay.ts';
export type { Mismatch, RecordedExchange, Replay, ReplayOptions } from './replay.ts';
export { isForbiddenRequestHeader, isNonWildcardRequestHeaderName } from './request-headers.ts';
export {
  isForbiddenResponseHeaderName,
  isSafelistedResponseHeaderName,
  sortAndCombine,
} from './response-filter.ts';
export { run } from './run.ts';
export { isSafelistedRequestHeader, unsafeRequestHeaderNames, unsafeRequestHeaders } from './safelist.ts';
export { anchors } from './trace.ts';
export type * from './types.ts';
