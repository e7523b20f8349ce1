// @ts-check
import { el, plural } from './dom.js';
import { fewTargets, tally } from './model.js';

/** @param {import('./model.js').Model} model */
export function masthead(model) {
  const { verdict, durationMs, notes } = model.data;
  const counts = tally(model, model.data.checks.status.keys());
  const figures = /** @type {const} */ ([
    ['pass', '✓', counts.pass, 'passed'],
    ['required', '✗', counts.fail, 'failed'],
    ['security', '✗', counts.security, 'at level security'],
    ...(counts.known > 0 ? [/** @type {const} */ (['known', '~', counts.known, 'known'])] : []),
    ['error', '!', counts.error, counts.error === 1 ? 'error' : 'errors'],
    ['na', '–', counts.na, 'not applicable'],
  ]);
  return el(
    'header.masthead',
    {},
    el(
      'div.brand',
      {},
      el('span.logo', { 'aria-hidden': 'true' }),
      el('b', {}, 'corspec'),
      el('span.muted', {}, 'CORS conformance'),
    ),
    el('h1', { class: verdict.kind }, verdict.sentence),
    ...notesOf(notes),
    subject(model),
    el(
      'p.muted',
      {},
      `${plural(model.size, 'check')} in ${(durationMs / 1000).toFixed(1)} s${model.data.mode === 'run' ? '' : ` · ${browserTexts(model).join(' · ')}`}`,
    ),
    el(
      'ul.figures',
      {},
      ...figures.map(([kind, symbol, count, text]) =>
        el(
          'li',
          { class: count === 0 ? 'zero' : kind },
          el('b', {}, `${symbol} ${count.toLocaleString('en')}`),
          el('span', {}, text),
        ),
      ),
    ),
  );
}

/** More than these are folded: of fifty implementations, some always have a note. */
const shownNotes = 2;

/** What concerns targets as a whole. @param {readonly string[]} notes */
function notesOf(notes) {
  const texts = notes.map((text) => el('p', {}, `! ${text}`));
  if (texts.length <= shownNotes) return texts;
  return [el('details', {}, el('summary', {}, `! ${plural(texts.length, 'note')}`), ...texts)];
}

/** The server, the policy and the browser of a run. @param {import('./model.js').Model} model */
function subject(model) {
  const { mode, targets, policyNames, policies } = model.data;
  if (mode !== 'run') return null;
  const used = policyNames.filter((_, index) => model.data.checks.policy.includes(index));
  return el(
    'dl.subject',
    {},
    el('dt', {}, targets.length === 1 ? 'Server' : 'Servers'),
    ...servers(targets),
    el('dt', {}, used.length === 1 ? 'Policy' : 'Policies'),
    ...used.map((name) => el('dd', {}, policyLine(name, policies[name]))),
    el('dt', {}, model.data.browsers.length === 1 ? 'Browser' : 'Browsers'),
    ...browserTexts(model).map((text) => el('dd', {}, text)),
  );
}

/** Many are folded: the causes come first. @param {import('./model.js').Model['data']['targets']} targets */
function servers(targets) {
  const lines = (/** @type {string} */ tag) =>
    targets.map(({ id, title, url }) => el(tag, {}, serverText(id, title, url)));
  if (targets.length <= fewTargets) return lines('dd');
  return [el('dd', {}, el('details', {}, el('summary', {}, String(targets.length)), ...lines('div')))];
}

/**
 * A policy of the command line has no name of its own, only what it states.
 * @param {string} name @param {import('../../../src/policy/policy.ts').Policy | undefined} policy
 */
function policyLine(name, policy) {
  const texts = policyTexts(policy);
  return (name === 'policy' && texts.length > 0 ? texts : [name, ...texts]).join(' · ');
}

/** @param {string} id @param {string} title @param {string | undefined} url */
function serverText(id, title, url) {
  const name = title || id;
  return url === undefined || url === name ? name : `${name} · ${url}`;
}

/** @param {import('./model.js').Model} model */
function browserTexts({ data }) {
  return data.browsers.map(({ id, name, version }) =>
    id === 'model' ? `${name} (model: results are predicted, no browser ran)` : `${name} ${version}`,
  );
}

/** What a policy states. @param {import('../../../src/policy/policy.ts').Policy | undefined} policy @returns {string[]} */
export function policyTexts(policy) {
  if (policy === undefined) return [];
  const { origins, credentials, maxAge } = policy;
  const list = (/** @type {string | readonly string[] | undefined} */ value, /** @type {string} */ what) =>
    value === undefined ? [] : [`${what} ${[value].flat().join(', ') || 'none'}`];
  return [
    ...list(origins, 'origins'),
    ...(credentials === undefined ? [] : [`credentials ${credentials ? 'allowed' : 'not allowed'}`]),
    ...list(policy.methods, 'methods'),
    ...list(policy.requestHeaders, 'request headers'),
    ...list(policy.exposedHeaders, 'exposed headers'),
    ...(maxAge === undefined ? [] : [`max age ${maxAge} s`]),
  ];
}
