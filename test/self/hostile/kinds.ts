import { gzipSync } from 'node:zlib';
import { type Answer, chunked, endless, ends, page, right, says, start } from './answers.ts';

/**
 * What must come of a kind: the exit status, and the status of a GET, a HEAD and a PUT with its preflight, each by its
 * first letter (pass, fail, error): `3 epe`. A class of letters stands where the order of requests decides.
 */
type Comes = string | { readonly model: string; readonly chromium: string };

/** A way to be hostile. */
export interface Kind {
  readonly id: string;
  readonly answer: Answer;
  readonly comes: Comes;
  /** What the message of each check that does not pass names; null where all pass. */
  readonly cause: RegExp | null;
}

type Row = readonly [id: string, answer: Answer, comes: Comes, cause?: RegExp];

const bytes = (text: string) => Buffer.from(text).toString('latin1');
const names = Array.from({ length: 20_000 }, (_, index) => `x-${index.toString(36)}`).join(', ');
const odd = '\u001b[31m</script><script>alert(1)</script>::error::x';
/** Controls that XML forbids, C1 controls, and characters that turn text around, as UTF-8. */
const unseen = bytes('a\u0001\u000b\u009b31m\u202e\u2066\ufeff\ufffeb');

const silent = /did not respond within 1500 ms/;
const closed = /closed the connection without a response/;
const inHead = /closed the connection in the response head/;
const noHttp = /is not HTTP\/1; it begins with/;
/** An endless head ends at the limit of bytes, or of time where the machine is busy. */
const tooLong = /is longer than 262144 bytes|did not respond within 1500 ms/;
const switches = /responded with 101/;
const lengths = /has conflicting lengths/;

/** The transport is broken: nothing may be said of CORS. */
const broken: readonly Row[] = [
  ['no answer', () => undefined, '3 eee', silent],
  ['closes at once', (socket) => void socket.end(), '3 eee', closed],
  ['resets', (socket) => void socket.resetAndDestroy(), '3 eee', /reset the connection \(ECONNRESET\)/],
  ['half a head', ends('HTTP/1.1 200 OK\r\nAccess-Con'), '3 eee', inHead],
  ['status line alone, then silence', (socket) => void socket.write('HTTP/1.1 200 OK\r\n'), '3 eee', silent],
  ['no HTTP', ends('220 smtp.example.test ESMTP\r\n'), '3 eee', noHttp],
  ['HTTP/0.9', ends('<html>old</html>'), '3 eee', noHttp],
  ['preface of HTTP/2', ends('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), '3 eee', noHttp],
  ['alert of TLS', ends(Buffer.from([0x15, 3, 1, 0, 2, 2, 40])), '3 eee', noHttp],
  ['carriage returns alone', ends(`${start.replaceAll('\n', '')}\r\r`), '3 eee', inHead],
  ['status of two digits', ends(start.replace('200', '20') + '\r\n'), '3 eee', noHttp],
  ['status 000', says(right('', 'ok', '000 Odd')), '3 eee', noHttp],
  ['endless line of a head', endless(`${start}A: `, 'x'.repeat(9000)), '3 eee', tooLong],
  ['endless lines of a head', endless(start, 'A: b\r\n'.repeat(1000)), '3 eee', tooLong],
  ['header of 1 MB', ends(`${start}A: ${'x'.repeat(1024 * 1024)}\r\n\r\n`), '3 eee', tooLong],
  ['endless line ends', endless('', '\r\n'.repeat(4000)), '3 eee', tooLong],
  ['endless 100', endless('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(300)), '3 eee', tooLong],
  ['endless 103', endless('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(300)), '3 eee', tooLong],
  ['head byte by byte', endless(start, 'A', 100), '3 eee', silent],
  ['101 unasked', says('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'), '3 eee', switches],
  ['101 for WebSocket', says('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n'), '3 eee', switches],
  ['two lengths', says(`${start}Content-Length: 2\r\nContent-Length: 5\r\n\r\nokokok`), '3 eee', lengths],
  ['list of lengths', says(`${start}Content-Length: 2, 5\r\n\r\nokokok`), '3 eee', lengths],
]; // prettier-ignore

const brokenOff = /after 4 bytes of its response body/;
const chunks = /The chunks of the response of .* are malformed/;
const encoding = /The browser reported: TypeError/;
/** What comes first depends on how fast the machine is. */
const noEnd = /did not end within 1500 ms|is longer than 8388608 bytes/;
/** Who needs no body cancels it and has a verdict; who reads it gets what the proxy's limit of bytes or of time leaves. */
const unending = '(0 ppp|3 [ep]p[ep])';

/** Of HEAD alone: what comes behind its head would be taken for the next response. */
const surplus = /sent a body with its response to HEAD/;

/** Made once: compressing takes the time of whoever is tested in the same process. */
const bomb = gzipSync(Buffer.alloc(20_000_000));

function withoutBodyForHead(answer: Answer): Answer {
  return (socket, asked) => (asked.method === 'HEAD' ? says(right()) : answer)(socket, asked);
}

/** The head is right, and HEAD, which gets no body, passes: a body is nothing that CORS is blamed for. */
const answersWithBody: readonly Row[] = [
  ['half a body', ends(`${start}Content-Length: 100\r\n\r\nhalf`), '3 epe', brokenOff],
  ['reset within the body', (socket) => { socket.write(`${start}Content-Length: 100\r\n\r\nhalf`); setTimeout(() => socket.resetAndDestroy(), 50); }, '3 epe', brokenOff],
  ['chunks that are none', ends(`${chunked}zz\r\nok`), '3 epe', chunks],
  ['chunk longer than it says', ends(`${chunked}2\r\nokay\r\n0\r\n\r\n`), '3 epe', chunks],
  ['endless chunk extensions', endless(chunked, `1;${'x'.repeat(4000)}\r\nx\r\n`), unending, noEnd],
  ['endless trailers', endless(`${chunked}0\r\n`, 'A: b\r\n'.repeat(500)), unending, noEnd],
  ['gzip that is none', says(right('Content-Encoding: gzip\r\n', 'no gzip')), '3 epe', encoding],
  ['br that is none', says(right('Content-Encoding: br\r\n', 'no br')), '3 epe', encoding],
  ['bomb of gzip', (socket) => { socket.write(`${start}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`); socket.write(bomb); }, '0 ppp'],
  ['endless body', endless(`${start}\r\n`, 'x'.repeat(64 * 1024)), unending, noEnd],
  ['endless body with a length', endless(`${start}Content-Length: 99999999999\r\n\r\n`, 'x'.repeat(64 * 1024)), unending, noEnd],
  ['body byte by byte', endless(`${start}Content-Length: 100000\r\n\r\n`, 'x', 100), unending, noEnd],
  ['event stream for ever', endless(`${start}Content-Type: text/event-stream\r\n\r\n`, 'data: 1\n\n', 200), unending, noEnd],
  ['endless body for preflights alone', (socket, asked) => (asked.isPreflight ? endless(`${start}\r\n`, 'x'.repeat(9000)) : says(right()))(socket, asked), unending, noEnd],
  // A length that is no number counts as none; the body goes to the end of the connection.
  ['negative length', ends(`${start}Content-Length: -5\r\n\r\nok`), '0 ppp'],
  ['length in words', ends(`${start}Content-Length: two\r\n\r\nok`), '0 ppp'],
  ['HEAD with a body', (socket) => void socket.end(right()), '3 pep', surplus],
  ['204 with a body', (socket) => void socket.end(right('', 'ok', '204 No Content')), '0 ppp'],
  ['a second response behind the first', (socket, { method }) => void socket.write(method === 'HEAD' ? right() : right() + right('X-Split: 1\r\n', 'other', '500 Oops')), '0 ppp'],
]; // prettier-ignore

const bodies = answersWithBody.map(([kind, answer, ...rest]): Row => [
  kind,
  kind === 'HEAD with a body' ? answer : withoutBodyForHead(answer),
  ...rest,
]);

const preflightStatus = /The response to the preflight has status (304|600|999); expected 200 to 299\./;
const notTheOrigin = /Access-Control-Allow-Origin is/;

/** Odd heads: read as browsers read them. What is no matter of CORS passes. */
const heads: readonly Row[] = [
  ['line feeds alone', says(right().replaceAll('\r\n', '\n')), '0 ppp'],
  // Chromium refuses the whole response; the standard has no rule for it.
  ['NUL in a header', says(right('X-A: a\u0000b\r\n')), { model: '0 ppp', chromium: '3 eee' }, encoding],
  ['bytes above 127', says(right('X-A: \u0080\u00ff\r\n')), '0 ppp'],
  ['folded lines', says(right('X-A: a\r\n b\r\n')), '0 ppp'],
  ['folded Access-Control-Allow-Origin', says(right().replace('Origin: https', 'Origin:\r\n https')), '0 ppp'],
  ['a line without colon', says(right('nonsense\r\n')), '0 ppp'],
  ['5,000 headers', says(right('A: b\r\n'.repeat(5000))), '0 ppp'],
  ['20,000 allowed headers', says(right(`Access-Control-Allow-Headers: ${names}\r\n`)), '0 ppp'],
  ['20,000 exposed headers', says(right(`Access-Control-Expose-Headers: ${names}\r\n`)), '0 ppp'],
  ['reason of 100 kB', says(right('', 'ok', `200 ${'x'.repeat(100_000)}`)), '0 ppp'],
  ['escapes and markup in headers', says(right(`X-A: ${odd}\r\n`, odd, `200 ${odd}`)), '0 ppp'],
  ['controls and text direction in headers', says(right(`X-A: ${unseen}\r\n`, unseen, `200 ${unseen}`)), '0 ppp'],
  ['escapes in Access-Control-Allow-Origin', says(right().replace(page, odd)), '1 fff', notTheOrigin],
  ['controls and text direction in Access-Control-Allow-Origin', says(right().replace(page, unseen)), '1 fff', notTheOrigin],
  ['an origin of 100 kB', says(right().replace(page, `${page}/${'x'.repeat(100_000)}`)), '1 fff', notTheOrigin],
  // Any status is readable; a preflight needs 200 to 299.
  ['status 999', says(right('', 'ok', '999 Odd')), '1 ppf', preflightStatus],
  ['status 600', says(right('', 'ok', '600 Odd')), '1 ppf', preflightStatus],
  ['304 unasked', says(right('', '', '304 Not Modified')), '1 ppf', preflightStatus],
  ['429 always', says(right('Retry-After: 1\r\n', 'slow down', '429 Too Many Requests')), '3 eee', /limits the rate of requests/],
  ['2,000 cookies', says(right('Set-Cookie: a=b\r\n'.repeat(2000))), '0 ppp'],
  ['a cookie of 100 kB', says(right(`Set-Cookie: a=${'x'.repeat(100_000)}\r\n`)), '0 ppp'],
  ['Clear-Site-Data', says(right('Clear-Site-Data: "*"\r\n')), '0 ppp'],
  ['Strict-Transport-Security', says(right('Strict-Transport-Security: max-age=99999\r\n')), '0 ppp'],
  ['Refresh', says(right('Refresh: 0; url=/elsewhere\r\n')), '0 ppp'],
  ['CSP and X-Frame-Options', says(right("Content-Security-Policy: default-src 'none'; sandbox\r\nX-Frame-Options: DENY\r\n")), '0 ppp'],
  ['a service worker of the whole site', says(right('Content-Type: text/javascript\r\nService-Worker-Allowed: /\r\n', "self.addEventListener('fetch', (event) => event.respondWith(new Response('taken')));")), '0 ppp'],
  ['Host exactly', (socket, asked) => says(asked.host === `127.0.0.1:${socket.localPort}` ? right() : 'HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\n\r\n')(socket, asked), '0 ppp'],
]; // prettier-ignore

/** A right answer with headers that ask browsers to go to another server. */
const lure =
  (headers: (undeclared: string) => string): Answer =>
  (socket, asked) =>
    says(right(headers(asked.undeclared)))(socket, asked);
const lures: readonly Row[] = [
  ['Alt-Svc', lure((host) => `Alt-Svc: http/1.1="${host}"; ma=99, h2="${host}", h3="${host}"\r\n`), '0 ppp'],
  ['preload', lure((host) => `Link: <http://${host}/a.js>; rel=preload; as=script, <http://${host}/b>; rel=prefetch\r\n`), '0 ppp'],
  ['preconnect and DNS prefetch', lure((host) => `Link: <http://${host}/>; rel=preconnect, <http://${host}/>; rel=dns-prefetch\r\nX-DNS-Prefetch-Control: on\r\n`), '0 ppp'],
  ['NEL and Report-To', lure((host) => `Report-To: {"group":"a","max_age":9,"endpoints":[{"url":"https://${host}/"}]}\r\nNEL: {"report_to":"a","max_age":9,"success_fraction":1}\r\nReporting-Endpoints: default="https://${host}/"\r\n`), '0 ppp'],
  ['reports of CSP', lure((host) => `Content-Security-Policy-Report-Only: default-src 'none'; report-uri http://${host}/\r\n`), '0 ppp'],
  ['Early Hints', (socket, asked) => { socket.write(`HTTP/1.1 103 Early Hints\r\nLink: <http://${asked.undeclared}/a.js>; rel=preload; as=script\r\n\r\n`); says(right())(socket, asked); }, '0 ppp'],
]; // prettier-ignore

const redirect = (to: string) => says(right(`Location: ${to}\r\n`, '', '302 Found'));
/** A cross-origin redirect without end or to nowhere is no way to be readable, and a preflight may not be redirected. */
const redirects: readonly Row[] = [
  ['redirects to itself', redirect('?'), '1 fff', /redirect 21|Redirects of a preflight are not followed/],
  ['redirects to file:', redirect('file:///etc/passwd'), '1 fff', /not HTTP|Redirects of a preflight/],
  ['redirects to data:', redirect('data:text/plain,a'), '1 fff', /not HTTP|Redirects of a preflight/],
  ['redirects to javascript:', redirect('javascript:alert(1)'), '1 fff', /not HTTP|Redirects of a preflight/],
  ['redirects to a blocked port', redirect('http://127.0.0.1:6000/'), '1 fff', /Port 6000|Redirects of a preflight/],
  ['redirects to what was not declared', (socket, asked) => redirect(`http://${asked.undeclared}/`)(socket, asked), '1 eef', /The target redirects .* to http:\/\/127\.0\.0\.1:\d+|Redirects of a preflight/],
  ['redirects to http on a public address', redirect('http://203.0.113.1/'), '1 fff', /which is not secure|Redirects of a preflight/],
  ['redirects to no URL', redirect('http://['), '1 fff', /which is not a single valid URL|Redirects of a preflight/],
]; // prettier-ignore

/** Answers change from request to request; whichever check comes first, at least one has trouble. */
const moods: readonly Row[] = [
  ['answers every second request', (socket, asked) => (asked.count % 2 === 0 ? says(right())(socket, asked) : undefined), '3 [ep]{3}', silent],
  ['dies after two requests', (socket, asked) => { if (asked.count > 2) socket.destroy(); else says(right())(socket, asked); }, '3 [ep]{3}', closed],
  ['alternates its headers', (socket, asked) => says(asked.count % 2 === 0 ? right() : 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')(socket, asked), '1 [fp]{3}', /has no Access-Control-Allow-Origin/],
  ['429 after the second request', (socket, asked) => says(asked.count > 2 ? right('', '', '429 Too Many Requests') : right())(socket, asked), '3 [ep]{3}', /limits the rate of requests/],
  ['late, just in time', (socket, asked) => void setTimeout(() => says(right())(socket, asked), 400), '0 ppp'],
]; // prettier-ignore

const all = [...broken, ...bodies, ...heads, ...lures, ...redirects, ...moods];

export const kinds: readonly Kind[] = all.map(([id, answer, comes, cause = null]) => ({
  id,
  answer,
  comes,
  cause,
}));
