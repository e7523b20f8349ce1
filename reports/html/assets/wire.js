// @ts-check
import { el, plural } from './dom.js';

/**
 * @typedef {import('../compact.ts').CompactExchange} CompactExchange
 * @typedef {import('../../../src/vocabulary/outcome.ts').StepOutcome} StepOutcome
 * @typedef {import('../../../src/vocabulary/scenario.ts').Step} Step
 * @typedef {readonly [string, string]} Header
 */

const corsHeader =
  /^(origin|vary|cookie|set-cookie|location|timing-allow-origin|access-control-.*|cross-origin-.*)$/i;

/**
 * The conversation of page, browser and server as a sequence diagram.
 * @param {object} talk
 * @param {readonly Step[]} talk.steps what the page asks
 * @param {readonly StepOutcome[]} talk.outcomes
 * @param {readonly CompactExchange[]} talk.exchanges
 * @param {string} talk.shape used when the exchanges were not kept
 * @param {string | undefined} talk.decider the header that decided, in lower case
 * @param {(index: number) => Header} talk.headerAt
 * @param {boolean} talk.unfold whether the headers are shown at once
 */
export function sequenceDiagram(talk) {
  const wires =
    talk.exchanges.length > 0
      ? talk.exchanges.map((exchange) => exchangeArrows(exchange, talk))
      : shapeArrows(talk.shape);
  const groups = talk.exchanges.length > 0 ? splitBySteps(talk.exchanges, talk.steps.length) : null;
  const lanes = el('li.lanes', {}, ...['Page', 'Browser', 'Server'].map((lane) => el('span', {}, lane)));
  const body = groups
    ? groups.flatMap(([from, to], step) => [
        ...asks(talk, step, step + 1),
        ...wires.slice(from, to).flat(),
        ...answers(talk, step, step + 1),
      ])
    : [...asks(talk, 0, talk.steps.length), ...wires.flat(), ...answers(talk, 0, talk.outcomes.length)];
  return el('ol.sequence', { 'aria-label': 'Conversation of page, browser and server' }, lanes, ...body);
}

/**
 * Which exchanges belong to which request of the page: a preflight with what follows it, a redirect with its target.
 * Null when they cannot be told apart; then everything is shown in order.
 * @param {readonly CompactExchange[]} exchanges @param {number} steps @returns {[number, number][] | null}
 */
export function splitBySteps(exchanges, steps) {
  if (steps === 1) return [[0, exchanges.length]];
  /** @type {[number, number][]} */
  const groups = [];
  let goesOn = false;
  exchanges.forEach(({ request, response }, index) => {
    const last = groups.at(-1);
    if (goesOn && last) last[1] = index + 1;
    else groups.push([index, index + 1]);
    const status = response?.status ?? 0;
    goesOn =
      (request.method === 'OPTIONS' && exchanges[index + 1]?.request.method !== 'OPTIONS') ||
      (status >= 300 && status < 400 && status !== 304);
  });
  return groups.length === steps ? groups : null;
}

/** @param {{ steps: readonly Step[] }} talk @param {number} from @param {number} to */
function asks({ steps }, from, to) {
  return steps.slice(from, to).map(({ request }) => {
    const client = request.client ?? 'fetch';
    return arrow('page-browser', `${client} ${request.method ?? 'GET'} ${request.route}`);
  });
}

/** @param {{ outcomes: readonly StepOutcome[] }} talk @param {number} from @param {number} to */
function answers({ outcomes }, from, to) {
  return outcomes
    .slice(from, to)
    .map((outcome) =>
      arrow(`browser-page ${outcome.kind === 'response' ? '' : 'broken'}`, outcomeLabel(outcome)),
    );
}

/** @param {StepOutcome} outcome */
function outcomeLabel(outcome) {
  if (outcome.kind === 'response')
    return outcome.type?.startsWith('opaque') ? `${outcome.type} response` : `${outcome.status}, readable`;
  return outcome.kind === 'timeout' ? `no answer in ${outcome.afterMs} ms` : outcome.name;
}

/** @param {CompactExchange} exchange @param {Parameters<typeof sequenceDiagram>[0]} talk */
function exchangeArrows({ request, response, failure, durationMs }, talk) {
  const line = `${request.method} ${pathOf(request.url)}`;
  const sent = arrow('browser-server', line, headerList(`${request.method} ${request.url}`, request, talk));
  if (!response)
    return [
      sent,
      arrow('server-browser broken', failure ? `${failure.kind}: ${failure.detail}` : 'no response'),
    ];
  const status = `${response.status} ${response.reason}`.trim();
  const got = arrow(
    'server-browser',
    status,
    headerList(`${status}, after ${Math.round(durationMs)} ms`, response, talk),
  );
  return failure
    ? [sent, got, arrow('server-browser broken', `${failure.kind}: ${failure.detail}`)]
    : [sent, got];
}

/** @param {string} shape `OPTIONS 204, PUT 200` */
function shapeArrows(shape) {
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
function arrow(direction, label, ...more) {
  const [from = '', to = ''] = (direction.split(' ')[0] ?? '').split('-');
  return el(
    `li.arrow.${direction.trim().split(/\s+/).join('.')}`,
    {},
    el('div.line', { title: label }, el('span.sr', {}, `${from} to ${to}: `), el('span.label', {}, label)),
    ...more,
  );
}

/** @param {string} first @param {{ headers: readonly number[], body: string, bodyBytes: number }} message @param {Parameters<typeof sequenceDiagram>[0]} talk */
function headerList(first, { headers, body, bodyBytes }, { headerAt, decider, unfold }) {
  const lines = headers.map(headerAt).map(([name, value]) => {
    const decides = name.toLowerCase() === decider;
    const kind = decides ? '.decides' : corsHeader.test(name) ? '.cors' : '';
    return el(
      `div.header${kind}`,
      {},
      el('b', {}, name),
      ': ',
      el('span', {}, value),
      decides ? el('em', {}, ' ◂ decides') : null,
    );
  });
  const more =
    bodyBytes > 0 ? el('div.body', {}, body, bodyBytes > body.length ? ` … (${bodyBytes} bytes)` : '') : null;
  return el(
    'details.raw',
    { open: unfold },
    el('summary', {}, plural(headers.length, 'header')),
    el(
      'div.code',
      { tabindex: 0, role: 'group', 'aria-label': 'Raw headers' },
      el('div.start', {}, first),
      ...lines,
      more,
    ),
  );
}

/** @param {string} url */
function pathOf(url) {
  return url.replace(/^[a-z]+:\/\/[^/]*/i, '') || url;
}
