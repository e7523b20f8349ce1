// @ts-check
import { createServer } from 'node:http';

/**
 * What Amazon API Gateway gives a function, payload format 2.0, and what that returns:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 *
 * @typedef {object} Event
 * @property {'2.0'} version
 * @property {string} rawPath
 * @property {string} rawQueryString
 * @property {Record<string, string>} headers by name in lower case
 * @property {{ http: { method: string } }} requestContext
 * @property {string} body base64
 * @property {true} isBase64Encoded
 *
 * @typedef {object} Result
 * @property {number} statusCode
 * @property {Record<string, string>} [headers]
 * @property {string} [body]
 * @property {boolean} [isBase64Encoded]
 */

/**
 * An HTTP server that calls a function for each request, as API Gateway does for the route `ANY /{proxy+}`.
 *
 * @param {(event: Event, context: object) => Promise<Result>} handler
 * @returns {import('node:http').Server} not listening yet
 */
export function createGateway(handler) {
  return createServer(async (request, response) => {
    const {
      statusCode,
      headers = {},
      body = '',
      isBase64Encoded = false,
    } = await handler(await eventOf(request), { getRemainingTimeInMillis: () => 30_000 });
    response.writeHead(statusCode, headers);
    response.end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
  });
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Event>}
 */
async function eventOf(request) {
  const [rawPath = '', rawQueryString = ''] = (request.url ?? '').split('?', 2);
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return {
    version: '2.0',
    rawPath,
    rawQueryString,
    headers: /** @type {Record<string, string>} */ (request.headers),
    requestContext: { http: { method: request.method ?? '' } },
    body: Buffer.concat(chunks).toString('base64'),
    isBase64Encoded: true,
  };
}
