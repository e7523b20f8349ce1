// @ts-check
import { el, plural } from './dom.js';

/**
 * @typedef {import('../compact-checks.ts').CompactExchange} CompactExchange
 * @typedef {readonly [string, string]} Header
 */

/** Headers that CORS uses or that explain a result. */
const relevantHeader =
  /^(origin|vary|cookie|set-cookie|authorization|location|content-type|timing-allow-origin|access-control-.*|cross-origin-.*)$/i;

/**
 * @typedef {object} WireView
 * @property {import('../../../src/results/results.ts').DecidedAt | undefined} decider
 * @property {(index: number) => Header} headerAt
 */

/** @param {CompactExchange} exchange @param {WireView} view @returns {HTMLElement[]} */
export function exchangeArrows({ request, response, failure, durationMs }, view) {
  const line = `${request.method} ${pathOf(request.url)}`;
  const sent = arrow('browser-server', line, headerList(`${request.method} ${request.url}`, request, view));
  if (!response)
    return [
      sent,
      arrow('server-browser broken', failure ? `${failure.kind}: ${failure.detail}` : 'no response'),
    ];
  const status = `${response.status} ${response.reason}`.trim();
  const got = arrow(
    'server-browser',
    status,
    headerList(`${status}, after ${Math.round(durationMs)} ms`, response, view),
  );
  return failure
    ? [sent, got, arrow('server-browser broken', `${failure.kind}: ${failure.detail}`)]
    : [sent, got];
}

/** The messages when the exchanges were not kept. @param {string} shape `OPTIONS 204, PUT 200` */
export function shapeArrows(shape) {
  return shape
    .split(', ')
    .filter(Boolean)
    .map((part) => {
      const [method = '', ...status] = part.split(' ');
      return [
        arrow('browser-server', method),
        ...(status.length > 0 ? [arrow('server-browser', status.join(' '))] : []),
      ];
    });
}

/** @param {string} direction @param {string} label @param {...(Node | null)} more */
export function arrow(direction, label, ...more) {
  const [from = '', to = ''] = (direction.split(' ')[0] ?? '').split('-');
  return el(
    `li.arrow.${direction.trim().split(/\s+/).join('.')}`,
    {},
    el('div.line', { title: label }, el('span.sr', {}, `${from} to ${to}: `), el('span.label', {}, label)),
    ...more,
  );
}

/**
 * The relevant headers, and all headers in a collapsed list.
 * @param {string} first @param {{ headers: readonly number[], body: string, bodyBytes: number }} message @param {WireView} view
 */
function headerList(first, { headers, body, bodyBytes }, { headerAt, decider }) {
  const all = headers.map(headerAt);
  const relevant = all.filter(([name]) => relevantHeader.test(name));
  const more =
    bodyBytes > 0 ? el('div.body', {}, body, bodyBytes > body.length ? ` … (${bodyBytes} bytes)` : '') : null;
  return el(
    'div.message',
    {},
    ...relevant.map((header) => headerLine(header, decider?.header)),
    el(
      'details.raw',
      {},
      el(
        'summary',
        {},
        relevant.length === 0 ? plural(all.length, 'header') : `all ${plural(all.length, 'header')}`,
      ),
      el(
        'div.code',
        { tabindex: 0, role: 'group', 'aria-label': 'Raw headers' },
        el('div.start', {}, first),
        ...all.map((header) => headerLine(header, undefined)),
        more,
      ),
    ),
  );
}

/** @param {Header} header @param {string | undefined} decider in lower case */
function headerLine([name, value], decider) {
  const decides = name.toLowerCase() === decider;
  const kind = decides ? '.decides' : relevantHeader.test(name) ? '.cors' : '';
  return el(
    `div.header${kind}`,
    {},
    el('b', {}, name),
    ': ',
    el('span', {}, value),
    decides ? el('em', {}, ' ◂ decides') : null,
  );
}

/** @param {string} url */
function pathOf(url) {
  return url.replace(/^[a-z]+:\/\/[^/]*/i, '') || url;
}
