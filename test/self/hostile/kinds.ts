import { gzipSync } from 'node:zlib';
import type { Socket } from 'node:net';

/** One request of a page to a hostile target. */
export interface Asked {
  readonly method: string;
  readonly isPreflight: boolean;
  /** Requests that the target has got so far, this one included. */
  readonly count: number;
}

/** A way to be hostile. */
export interface Kind {
  readonly id: string;
  readonly answer: (socket: Socket, asked: Asked) => void;
  /**
   * `error`: the transport is broken, and nothing may be said of CORS. `pass`: odd, and right all the same. `fail`: what
   * it answers is wrong. `no-fail`: a body that is broken or does not end, which is nothing that CORS is blamed for. `any`: browsers differ; what counts is that the run ends.
   */
  readonly comes: 'error' | 'no-fail' | 'pass' | 'fail' | 'any';
}

export const page = 'https://app.example.com';
const cors =
  `Access-Control-Allow-Origin: ${page}\r\nVary: Origin\r\n` +
  'Access-Control-Allow-Methods: GET, HEAD, PUT\r\nCache-Control: no-store\r\n';

/** The right head and body, with headers added. */
export function right(headers = '', body = 'ok', status = '200 OK'): string {
  return `HTTP/1.1 ${status}\r\n${cors}${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

type Answer = Kind['answer'];

/** HEAD has no body. */
function withBody(text: string, method: string): string {
  if (method !== 'HEAD') return text;
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? text : text.slice(0, end.index + end[0].length);
}

const says =
  (bytes: string): Answer =>
  (socket, { method }) =>
    void socket.write(withBody(bytes, method), 'latin1');
/** Whatever the method: bytes as they are, and the end. */
const ends =
  (bytes: string | Buffer): Answer =>
  (socket) =>
    void socket.end(bytes);

/** Sends pieces as fast as they are taken, or one every so many milliseconds. */
const endless =
  (head: string, piece: string, everyMs = 0): Answer =>
  (socket) => {
    socket.write(head, 'latin1');
    const send = (): void => {
      if (socket.destroyed) return;
      const hasRoom = socket.write(piece, 'latin1');
      if (everyMs > 0) setTimeout(send, everyMs).unref();
      else if (hasRoom) setImmediate(send);
      else socket.once('drain', send);
    };
    send();
  };

const start = `HTTP/1.1 200 OK\r\n${cors}`;
const chunked = `${start}Transfer-Encoding: chunked\r\n\r\n`;
const names = Array.from({ length: 20_000 }, (_, index) => `x-${index.toString(36)}`).join(', ');
const odd = '\u001b[31m</script><script>alert(1)</script>::error::x';

const broken: readonly (readonly [string, Answer])[] = [
  ['no answer', () => undefined],
  ['closes at once', (socket) => void socket.end()],
  ['resets', (socket) => void socket.resetAndDestroy()],
  ['half a head', ends('HTTP/1.1 200 OK\r\nAccess-Con')],
  ['status line alone, then silence', (socket) => void socket.write('HTTP/1.1 200 OK\r\n')],
  ['no HTTP', ends('220 smtp.example.test ESMTP\r\n')],
  ['HTTP/0.9', ends('<html>old</html>')],
  ['preface of HTTP/2', ends('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
  ['alert of TLS', ends(Buffer.from([0x15, 3, 1, 0, 2, 2, 40]))],
  ['carriage returns alone', ends(`HTTP/1.1 200 OK\r${cors.replaceAll('\n', '')}\r\r`)],
  ['status of two digits', ends(`HTTP/1.1 20 OK\r\n${cors}\r\n`)],
  ['endless line of a head', endless(`${start}A: `, 'x'.repeat(9000))],
  ['endless lines of a head', endless(start, 'A: b\r\n'.repeat(1000))],
  ['header of 1 MB', ends(`${start}A: ${'x'.repeat(1024 * 1024)}\r\n\r\n`)],
  ['endless line ends', endless('', '\r\n'.repeat(4000))],
  ['endless 100', endless('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(300))],
  ['endless 103', endless('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(300))],
  ['head byte by byte', endless(start, 'A', 100)],
  ['101 unasked', says('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n')],
  ['101 for WebSocket', says('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n')],
  ['two lengths', says(`${start}Content-Length: 2\r\nContent-Length: 5\r\n\r\nokokok`)],
  ['list of lengths', says(`${start}Content-Length: 2, 5\r\n\r\nokokok`)],
]; // prettier-ignore

const bodies: readonly (readonly [string, Answer, Kind['comes']])[] = [
  ['half a body', ends(`${start}Content-Length: 100\r\n\r\nhalf`), 'no-fail'],
  ['reset within the body', (socket) => { socket.write(`${start}Content-Length: 100\r\n\r\nhalf`); setTimeout(() => socket.resetAndDestroy(), 50); }, 'no-fail'],
  ['chunks that are none', ends(`${chunked}zz\r\nok`), 'no-fail'],
  ['chunk longer than it says', ends(`${chunked}2\r\nokay\r\n0\r\n\r\n`), 'no-fail'],
  ['endless chunk extensions', endless(chunked, `1;${'x'.repeat(4000)}\r\nx\r\n`), 'no-fail'],
  ['endless trailers', endless(`${chunked}0\r\n`, 'A: b\r\n'.repeat(500)), 'no-fail'],
  ['gzip that is none', says(right('Content-Encoding: gzip\r\n', 'no gzip')), 'no-fail'],
  ['br that is none', says(right('Content-Encoding: br\r\n', 'no br')), 'no-fail'],
  ['bomb of gzip', (socket) => { const bomb = gzipSync(Buffer.alloc(50_000_000)); socket.write(`${start}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`); socket.write(bomb); }, 'no-fail'],
  ['endless body', endless(`${start}\r\n`, 'x'.repeat(64 * 1024)), 'no-fail'],
  ['endless body with a length', endless(`${start}Content-Length: 99999999999\r\n\r\n`, 'x'.repeat(64 * 1024)), 'no-fail'],
  ['body byte by byte', endless(`${start}Content-Length: 100000\r\n\r\n`, 'x', 100), 'no-fail'],
  ['event stream for ever', endless(`${start}Content-Type: text/event-stream\r\n\r\n`, 'data: 1\n\n', 200), 'no-fail'],
  ['negative length', ends(`${start}Content-Length: -5\r\n\r\nok`), 'no-fail'],
  ['length in words', ends(`${start}Content-Length: two\r\n\r\nok`), 'no-fail'],
  ['HEAD with a body', (socket) => void socket.end(right()), 'no-fail'],
  ['204 with a body', (socket) => void socket.end(`HTTP/1.1 204 No Content\r\n${cors}Content-Length: 2\r\n\r\nok`), 'no-fail'],
  ['304 unasked', says(`HTTP/1.1 304 Not Modified\r\n${cors}\r\n`), 'fail'],
  ['a second response behind the first', (socket, { method }) => void socket.write(withBody(right(), method) + right('X-Split: 1\r\n', 'other', '500 Oops')), 'no-fail'],
]; // prettier-ignore

const heads: readonly (readonly [string, Answer, Kind['comes']])[] = [
  ['line feeds alone', says(right().replaceAll('\r\n', '\n')), 'pass'],
  ['NUL in a header', says(right('X-A: a\u0000b\r\n')), 'any'],
  ['bytes above 127', says(right('X-A: \u0080\u00ff\r\n')), 'pass'],
  ['folded lines', says(right('X-A: a\r\n b\r\n')), 'pass'],
  ['folded Access-Control-Allow-Origin', says(right().replace('Origin: https', 'Origin:\r\n https')), 'any'],
  ['a line without colon', says(right('nonsense\r\n')), 'any'],
  ['5,000 headers', says(right('A: b\r\n'.repeat(5000))), 'any'],
  ['20,000 allowed headers', says(right(`Access-Control-Allow-Headers: ${names}\r\n`)), 'pass'],
  ['20,000 exposed headers', says(right(`Access-Control-Expose-Headers: ${names}\r\n`)), 'pass'],
  ['reason of 100 kB', says(right('', 'ok', `200 ${'x'.repeat(100_000)}`)), 'pass'],
  ['escapes and markup in headers', says(right(`X-A: ${odd}\r\n`, odd, `200 ${odd}`)), 'pass'],
  ['escapes in Access-Control-Allow-Origin', says(right().replace(page, odd)), 'fail'],
  ['status 999', says(right('', 'ok', '999 Odd')), 'any'],
  ['status 600', says(right('', 'ok', '600 Odd')), 'any'],
  ['status 000', says(right('', 'ok', '000 Odd')), 'any'],
  ['429 always', says(right('Retry-After: 1\r\n', 'slow down', '429 Too Many Requests')), 'any'],
  ['2,000 cookies', says(right('Set-Cookie: a=b\r\n'.repeat(2000))), 'pass'],
  ['a cookie of 100 kB', says(right(`Set-Cookie: a=${'x'.repeat(100_000)}\r\n`)), 'pass'],
  ['Clear-Site-Data', says(right('Clear-Site-Data: "*"\r\n')), 'any'],
  ['Strict-Transport-Security', says(right('Strict-Transport-Security: max-age=99999\r\n')), 'pass'],
  ['Refresh', says(right('Refresh: 0; url=/elsewhere\r\n')), 'pass'],
  ['CSP and X-Frame-Options', says(right("Content-Security-Policy: default-src 'none'; sandbox\r\nX-Frame-Options: DENY\r\n")), 'pass'],
  ['Alt-Svc', says(right('Alt-Svc: h3=":443"\r\n')), 'pass'],
  ['preload', says(right('Link: <http://203.0.113.1/a.js>; rel=preload; as=script\r\n')), 'pass'],
  ['NEL and Report-To', says(right('Report-To: {"group":"a","max_age":9,"endpoints":[{"url":"https://203.0.113.1/"}]}\r\nNEL: {"report_to":"a","max_age":9,"success_fraction":1}\r\n')), 'pass'],
]; // prettier-ignore

const redirect = (to: string) => says(right(`Location: ${to}\r\n`, '', '302 Found'));
const moods: readonly (readonly [string, Answer, Kind['comes']])[] = [
  ['redirects to itself', redirect('?'), 'any'],
  ['redirects to file:', redirect('file:///etc/passwd'), 'any'],
  ['redirects to data:', redirect('data:text/plain,a'), 'any'],
  ['redirects to javascript:', redirect('javascript:alert(1)'), 'any'],
  ['redirects to a blocked port', redirect('http://127.0.0.1:6000/'), 'any'],
  ['redirects to what was not declared', redirect('http://203.0.113.1/'), 'any'],
  ['redirects to no URL', redirect('http://['), 'any'],
  ['answers every second request', (socket, asked) => (asked.count % 2 === 0 ? says(right())(socket, asked) : undefined), 'any'],
  ['dies after two requests', (socket, asked) => { if (asked.count > 2) socket.destroy(); else says(right())(socket, asked); }, 'any'],
  ['alternates its headers', (socket, asked) => says(asked.count % 2 === 0 ? right() : 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')(socket, asked), 'any'],
  ['429 after the second request', (socket, asked) => says(asked.count > 2 ? right('', '', '429 Too Many Requests') : right())(socket, asked), 'any'],
  ['late, just in time', (socket, asked) => void setTimeout(() => says(right())(socket, asked), 400), 'pass'],
  ['endless body for preflights alone', (socket, asked) => (asked.isPreflight ? endless(`${start}\r\n`, 'x'.repeat(9000)) : says(right()))(socket, asked), 'any'],
]; // prettier-ignore

const all = [...broken.map(([id, answer]) => [id, answer, 'error'] as const), ...bodies, ...heads, ...moods];

/** Each in a server of its own; what is no request of a page is answered right, so that the run begins. */
export const kinds: readonly Kind[] = all.map(([id, answer, comes]) => ({ id, answer, comes }));
