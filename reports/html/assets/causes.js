// @ts-check
import { causeGroups, showsProblemsOnce } from './cause-data.js';
import { copyable } from './copy.js';
import { el, plural, prose } from './dom.js';
import { kindTexts } from './model.js';

/** @typedef {import('./cause-data.js').CauseGroup} CauseGroup */

/**
 * Why checks fail: a block for each problem. Results without causes have none.
 * @param {import('./model.js').Model} model
 * @param {(change: Partial<import('./state.js').State>) => void} show shows the checks of a problem in the matrix
 */
export function causes(model, show) {
  const groups = causeGroups(model.data);
  if (groups.length === 0) return null;
  return el(
    'section.causes',
    { 'aria-labelledby': 'causes-title' },
    el('h2', { id: 'causes-title' }, heading(groups)),
    ...groups.map((group) => block(model, group, show)),
  );
}

/** @param {CauseGroup[]} groups */
function heading(groups) {
  const known = groups.filter(({ checks }) => checks === 0).length;
  const open = groups.length - known;
  const parts = [
    open > 0 ? `${plural(open, 'problem')}, worst first` : '',
    known > 0 ? `${known} known` : '',
  ];
  return `Causes: ${parts.filter(Boolean).join('; ')}`;
}

/** @param {number} checks */
function showText(checks) {
  return `Show ${checks === 1 ? 'its check' : `its ${plural(checks, 'check')}`}`;
}

/** @param {string} level @param {number} checks */
function isPressing(level, checks) {
  return checks > 0 && (level === 'security' || level === 'required');
}

/** @param {number} checks @param {number} known */
function countText(checks, known) {
  if (known === 0) return plural(checks, 'check');
  return checks === 0
    ? `known: ${plural(known, 'check')}`
    : `${plural(checks, 'check')}, ${known} more known`;
}

/** @param {import('./model.js').Model} model @param {CauseGroup} group @param {(change: Partial<import('./state.js').State>) => void} show */
function block(model, { first, checks, known, scopes }, show) {
  const { code, title, level, impact, exchange, reproduce } = first;
  const kind = checks === 0 ? 'known' : level;
  const { symbol } = kindTexts[kind];
  const { mode, policyNames, targets, values } = model.data;
  const isShared = targets.length * policyNames.length > 1;
  const isOnce = showsProblemsOnce(model.data);
  const within = !isOnce && isShared ? { target: first.target, policy: first.policy } : {};
  const impactText = /** @type {string | undefined} */ (values[impact]);
  const shown = /** @type {import('../../shared/causes.ts').CauseExchange | undefined} */ (values[exchange]);
  return el(
    'details.cause',
    { open: mode === 'run' && isPressing(level, checks), 'data-code': code },
    el(
      'summary',
      {},
      el('span', { class: `mark ${kind}`, 'aria-hidden': 'true' }, symbol),
      el('h3', {}, ...prose(title)),
      el('span', { class: `level ${level}` }, level),
      el('span.muted', {}, isOnce ? extent(mode, scopes, checks, known) : countText(checks, known)),
    ),
    el(
      'div.cause-body',
      {},
      isShared ? scopeList(model, code, scopes, show) : null,
      shown ? exchangeBlock(shown) : null,
      impactText ? el('p', {}, el('b', {}, 'Impact: '), ...prose(impactText)) : null,
      ...fixBlock(model, first),
      ...notesOf(model, first),
      el('p', {}, pageLink(first)),
      reproduce ? el('h4', {}, 'Run its clearest check again') : null,
      reproduce ? copyable(reproduce, 'command') : null,
      el(
        'button.show',
        {
          type: 'button',
          click: () => show({ ...within, cause: code, status: [], order: 'worst' }),
        },
        showText(checks + known),
        el('span.sr', {}, `: ${title}`),
      ),
    ),
  );
}

/** @param {'run' | 'compare'} mode */
function nounOf(mode) {
  return mode === 'compare' ? 'implementation' : 'target';
}

/** @param {'run' | 'compare'} mode @param {CauseGroup['scopes']} scopes @param {number} checks @param {number} known */
function extent(mode, scopes, checks, known) {
  const policies = new Set(scopes.flatMap((scope) => scope.policies)).size;
  return [
    plural(scopes.length, nounOf(mode)),
    `${policies} ${policies === 1 ? 'policy' : 'policies'}`,
    countText(checks, known),
  ].join(' · ');
}

/** More than these are folded. */
const shownScopes = 60;

/** Which implementations have it, under which policies. @param {import('./model.js').Model} model @param {string} code @param {CauseGroup['scopes']} scopes @param {(change: Partial<import('./state.js').State>) => void} show */
function scopeList({ data }, code, scopes, show) {
  const titles = new Map(data.targets.map(({ id, title }) => [id, title || id]));
  const items = scopes.flatMap(({ target, policies }) => [
    el(
      'dt',
      {},
      el(
        'button.plain',
        { type: 'button', click: () => show({ target, policy: '', cause: code, order: 'worst' }) },
        titles.get(target) ?? target,
      ),
    ),
    el('dd', {}, `under ${policies.join(', ')}`),
  ]);
  const list = el('dl.scopes', {}, ...items);
  if (scopes.length <= shownScopes) return list;
  return el('details', {}, el('summary', {}, `Where: ${plural(scopes.length, nounOf(data.mode))}`), list);
}

/** The request and the response, with the header lines that decide. @param {import('../../shared/causes.ts').CauseExchange} exchange */
function exchangeBlock({ method, url, requestHeaders, response }) {
  const line = (/** @type {readonly [string, string]} */ [name, value]) =>
    el('div.header', {}, el('b', {}, name), ': ', el('span', {}, value));
  return el(
    'div.code.exchange',
    { tabindex: 0, role: 'group', 'aria-label': 'The exchange that shows it' },
    el('div', {}, `→ ${method} ${url}`),
    ...requestHeaders.map(line),
    el('div.answer', {}, response ? `← ${response.status}` : '← no response'),
    ...(response?.headers ?? []).map(line),
    response?.isWithoutAllowOrigin ? el('div.missing', {}, '(no Access-Control-Allow-Origin)') : null,
  );
}

/**
 * What to change, with the configuration to copy.
 * @param {import('./model.js').Model} model @param {import('../compact-causes.ts').CompactCause} cause
 */
export function fixBlock({ data }, { fix: index }) {
  const fix = /** @type {import('../../../src/results/results.ts').CauseFix | undefined} */ (
    data.values[index]
  );
  if (!fix) return [];
  const place = [fix.library, fix.where].filter(Boolean).join(', ');
  return [
    el('p', {}, el('b', {}, 'Fix: '), ...prose(fix.says)),
    fix.snippet && place ? el('p.muted', {}, place) : null,
    fix.snippet ? copyable(fix.snippet.trimEnd(), 'fix') : null,
  ];
}

/**
 * What the exchange shows besides CORS.
 * @param {import('./model.js').Model} model @param {import('../compact-causes.ts').CompactCause} cause
 */
function notesOf({ data }, { notes }) {
  const texts = /** @type {readonly string[]} */ (data.values[notes] ?? []);
  return texts.map((text) => el('p', {}, el('b', {}, 'Note: '), ...prose(text)));
}

/** @param {import('../compact-causes.ts').CompactCause} cause */
export function pageLink({ code, page }) {
  return el('a', { href: page, target: '_blank', rel: 'noopener noreferrer' }, `About ${code}`);
}
