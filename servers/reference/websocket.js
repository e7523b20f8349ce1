// @ts-check
import { createHash } from 'node:crypto';
import { factsOf } from './request-facts.js';

/** https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
const handshakeId = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** A close frame with status 1000. https://www.rfc-editor.org/rfc/rfc6455#section-5.5.1 */
const closeFrame = Buffer.from([0x88, 2, 0x03, 0xe8]);

/**
 * Answers a handshake at `/websocket`. CORS does not apply to WebSockets, so Origin is compared here, with the same list of
 * origins. A WebSocket that opens is closed at once.
 *
 * @param {(request: import('node:http').IncomingMessage) => boolean} isAllowed
 * @returns {(request: import('node:http').IncomingMessage, socket: import('node:stream').Duplex) => void} for the event
 *   `upgrade` of a server
 */
export function webSockets(isAllowed) {
  return (request, socket) => {
    // Node.js has no handler of its own any more, and a client may reset the connection.
    socket.on('error', () => socket.destroy());
    const status = statusOf(request, isAllowed);
    if (status !== 101) {
      socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}${handshakeId}`)
      .digest('base64');
    const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
    socket.write(head);
    socket.end(closeFrame);
  };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {(request: import('node:http').IncomingMessage) => boolean} isAllowed
 */
function statusOf(request, isAllowed) {
  const [path] = (request.url ?? '').split('?', 1);
  const { upgrade, 'sec-websocket-key': key } = request.headers;
  if (path !== '/websocket') return '404 Not Found';
  if (upgrade?.toLowerCase() !== 'websocket' || key === undefined) return '400 Bad Request';
  return isAllowed(request) ? 101 : '403 Forbidden';
}

/**
 * Whether the policy, or the server's own site, has the request's origin. Clients that are not browsers send none.
 *
 * @param {import('./cors.js').Cors} cors
 * @returns {(request: import('node:http').IncomingMessage) => boolean}
 */
export function originIsAllowed(cors) {
  return (request) => {
    const { origin } = request.headers;
    if (origin === undefined || origin.replace(/^https?:\/\//, '') === request.headers.host) return true;
    return cors(factsOf(request)).headers.some(([name]) => name === 'Access-Control-Allow-Origin');
  };
}
