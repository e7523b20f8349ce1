// @ts-check
import * as content from '../node/content.js';
import { json } from './json.js';

/**
 * `/parse`: JSON of at most so many bytes.
 *
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export async function parse(request, response) {
  if (request.method !== 'POST') {
    return json(response, 405, { error: 'method not allowed' }, { Allow: 'POST' });
  }
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    request.resume();
    return json(response, 415, { error: 'unsupported media type' });
  }
  const body = await read(request);
  if (body === null) return json(response, 413, { error: 'payload too large' });
  try {
    JSON.parse(body);
  } catch {
    return json(response, 400, { error: 'broken JSON' });
  }
  json(response, 200, { parsed: true });
}

/**
 * Reads all of a body, so that the client sends all of it, and keeps no more than is parsed.
 *
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<string | null>} null: it is too long
 */
async function read(request) {
  const kept = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= content.longestBody) kept.push(chunk);
  }
  return length > content.longestBody ? null : Buffer.concat(kept).toString('utf8');
}
