// @ts-check

/**
 * What of a request matters to CORS.
 *
 * @param {import('node:http').IncomingMessage} request
 * @returns {import('./cors.js').RequestFacts}
 */
export function factsOf({ method = '', headers }) {
  return {
    method,
    origin: headers.origin,
    requestMethod: headers['access-control-request-method'],
    requestHeaders: headers['access-control-request-headers'],
  };
}
