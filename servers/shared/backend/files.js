// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as content from '../node/content.js';

/** @typedef {import('./json.js').Handler} Handler */

/**
 * The routes that send files and streams.
 *
 * @returns {[string, Handler][]}
 */
export function fileRoutes() {
  const sound = readFileSync(join(content.assetFolder, 'media.wav'));
  const text = readFileSync(join(content.staticFolder, 'file.txt'));
  const page = readFileSync(join(content.staticFolder, 'dir/index.html'));
  return [
    ['/file.txt', (_request, response) => send(response, 'text/plain; charset=utf-8', text)],
    ['/dir/', (_request, response) => send(response, 'text/html; charset=utf-8', page)],
    [
      '/dir',
      (request, response) => {
        const [, query] = (request.url ?? '').split('?', 2);
        response.writeHead(301, { Location: query === undefined ? '/dir/' : `/dir/?${query}` }).end();
      },
    ],
    ['/media.wav', (request, response) => sendPart(response, sound, request.headers.range)],
    [
      '/raw',
      (_request, response) => {
        // There is no framework here: the headers of the CORS code are already in the response of Node.js.
        response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
        for (const event of content.events) response.write(`data: ${event}\n\n`);
        response.end();
      },
    ],
    [
      '/download',
      (_request, response) => {
        const { type, filename, lines } = content.download;
        const disposition = `attachment; filename="${filename}"`;
        response.writeHead(200, { 'Content-Type': type, 'Content-Disposition': disposition });
        for (const line of lines) response.write(line);
        response.end();
      },
    ],
  ];
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {string} type
 * @param {Buffer} bytes
 */
function send(response, type, bytes) {
  response.writeHead(200, { 'Content-Type': type }).end(bytes);
}

/**
 * The whole file, one part of it, or 416. Several parts at once are not supported, so the whole file is sent then, as
 * https://www.rfc-editor.org/rfc/rfc9110#section-14.2 allows.
 *
 * @param {import('node:http').ServerResponse} response
 * @param {Buffer} bytes
 * @param {string | undefined} range
 */
function sendPart(response, bytes, range) {
  const headers = { 'Content-Type': 'audio/wav', 'Accept-Ranges': 'bytes' };
  const found = partOf(bytes.length, range);
  if (found === null) {
    response.writeHead(200, headers).end(bytes);
  } else if (found.first >= bytes.length) {
    response.writeHead(416, { ...headers, 'Content-Range': `bytes */${bytes.length}` }).end();
  } else {
    const { first, last } = found;
    response.writeHead(206, { ...headers, 'Content-Range': `bytes ${first}-${last}/${bytes.length}` });
    response.end(bytes.subarray(first, last + 1));
  }
}

/**
 * @param {number} length
 * @param {string | undefined} range
 * @returns {{ first: number, last: number } | null} null: no range, or not a single one
 */
function partOf(length, range = '') {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (from === '' && to === '') return null;
  if (from === '') return { first: Math.max(0, length - Number(to)), last: length - 1 };
  return { first: Number(from), last: to === '' ? length - 1 : Math.min(Number(to), length - 1) };
}
