// @ts-check
import { request } from 'node:http';
import { createServer } from 'node:net';
import { urlOf } from '../node/program.js';

/** @returns {Promise<number>} a port of 127.0.0.1 that nothing listens on, for now */
export async function freePort() {
  const server = createServer();
  const url = await urlOf(server.listen(0, '127.0.0.1'));
  await new Promise((done) => server.close(done));
  return Number(new URL(url).port);
}

/**
 * Whether a port responds with the `resource` of the backend: a server that has just taken the port does not.
 *
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isOurs(port) {
  return new Promise((resolve) => {
    const asking = request({ host: '127.0.0.1', port, path: '/resource', timeout: 2000, agent: false });
    asking.on('error', () => resolve(false));
    asking.on('timeout', () => asking.destroy());
    asking.on('response', (response) => {
      response.resume();
      resolve(response.headers['x-total-count'] === '42');
    });
    asking.end();
  });
}
