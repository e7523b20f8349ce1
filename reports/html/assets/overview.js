// @ts-check
import { el, plural } from './dom.js';
import { kinds, kindTexts, tally, worstKind } from './model.js';
import { rowSelects } from './overview-rows.js';
import { scrollFrame } from './scroll.js';

/**
 * The summary of implementations by policies. A click filters the scenarios.
 * @param {import('./model.js').Model} model
 * @param {(change: Partial<import('./state.js').State>) => void} change
 */
export function overview(model, change) {
  const { targets, policyNames } = model.data;
  const single = targets.length === 1 && policyNames.length === 1;
  // For a single combination, the overview adds nothing to the figures and the scenarios.
  if (single && Object.values(targets[0]?.policies ?? {}).every(({ status }) => status === 'ready'))
    return null;
  const groups = checksByPair(model);
  const head = el(
    'tr',
    {},
    el('td', { class: 'corner' }),
    ...policyNames.map((policy) => header('col', policy, () => change({ policy, target: '' }))),
  );
  const rows = targets.map((target, row) =>
    el(
      'tr',
      {},
      header(
        'row',
        target.title || target.id,
        () => change({ target: target.id, policy: '' }),
        versionsText(target.versions),
      ),
      ...policyNames.map((policy, column) => {
        const state = target.policies[policy];
        const checks = groups.get(row * policyNames.length + column) ?? [];
        if (state && state.status !== 'ready') return notRun(state);
        return el(
          'td',
          {},
          heat(model, checks, `${target.title || target.id} under ${policy}`, (isRed) =>
            change({ target: target.id, policy, order: isRed ? 'worst' : '' }),
          ),
        );
      }),
    ),
  );
  const body = el('tbody', {}, ...rows);
  const selects = rowSelects(
    targets.map(({ language, kind }, row) => ({
      ...{ element: rows[row] ?? body, language, kind },
      badness: badness(
        model,
        policyNames.flatMap((_, column) => groups.get(row * policyNames.length + column) ?? []),
      ),
    })),
    body,
  );
  return el(
    'section.overview',
    { 'aria-labelledby': 'overview-title' },
    el('h2', { id: 'overview-title' }, 'Overview'),
    el(
      'p.lede',
      {},
      `${plural(targets.length, 'implementation')} under ${plural(policyNames.length, 'policy').replace('policys', 'policies')}. Select a cell to see its scenarios.`,
    ),
    selects,
    scrollFrame(
      el(
        selects === null ? 'div.scroll' : 'div.scroll.many',
        { tabindex: 0, role: 'region', 'aria-label': 'Implementations by policies' },
        el('table.heat', {}, el('thead', {}, head), body),
      ),
    ),
    reasons(model),
  );
}

/** @param {import('./model.js').Model} model */
function checksByPair({ data: { checks, policyNames }, size }) {
  /** @type {Map<number, number[]>} */
  const groups = new Map();
  for (let check = 0; check < size; check += 1) {
    const key = (checks.target[check] ?? 0) * policyNames.length + (checks.policy[check] ?? 0);
    const group = groups.get(key);
    if (group) group.push(check);
    else groups.set(key, [check]);
  }
  return groups;
}

/** @param {string} scope @param {string} text @param {() => void} click @param {string} [note] */
function header(scope, text, click, note) {
  return el(
    'th',
    { scope },
    el('button.plain', { type: 'button', click }, text),
    note ? el('small', {}, note) : null,
  );
}

/** One check for each scenario: the worst of its browsers. @param {import('./model.js').Model} model @param {number[]} checks */
function worstOfEach({ data, kindOf }, checks) {
  /** @type {Map<number, number>} */
  const worst = new Map();
  const rank = (/** @type {number | undefined} */ check) => kinds.indexOf(kindOf[check ?? -1] ?? 'none');
  for (const check of checks) {
    const scenario = data.checks.scenario[check] ?? -1;
    if (rank(check) < rank(worst.get(scenario))) worst.set(scenario, check);
  }
  return worst.values();
}

/** Failures by level, the worst counting most. @param {import('./model.js').Model} model @param {number[]} checks */
function badness(model, checks) {
  const { fail, security, required } = tally(model, checks);
  return security * 1e6 + required * 1e3 + fail;
}

/** @param {ReturnType<typeof tally>} counts @param {number} judged */
function mainText({ fail, pass, error }, judged) {
  if (fail > 0) return `✗ ${fail}`;
  if (judged > 0) return `✓ ${pass}`;
  return error > 0 ? `! ${error}` : '–';
}

/** @param {import('./model.js').Model} model @param {number[]} checks @param {string} label @param {(isRed: boolean) => void} click called with whether a check fails */
function heat(model, checks, label, click) {
  const counts = tally(model, worstOfEach(model, checks));
  const judged = counts.pass + counts.fail + counts.known;
  const kind = judged + counts.error === 0 ? 'na' : worstKind(model, checks);
  const main = mainText(counts, judged);
  const notes = [
    counts.security > 0 && `${counts.security} security`,
    counts.error > 0 && judged > 0 && plural(counts.error, 'error'),
    counts.known > 0 && `${counts.known} known`,
    counts.security === 0 && counts.fail > 0 && `of ${judged}`,
  ].filter(Boolean);
  const description = `${label}: ${plural(counts.fail, 'failure')}, ${counts.security} at level security, ${counts.known} known, ${counts.pass} passed, ${plural(counts.error, 'error')}, ${counts.na} not applicable`;
  const share = judged > 0 ? counts.fail / judged : 0;
  const button = el(
    'button',
    { type: 'button', class: `heat-cell ${kind}`, title: description, click: () => click(counts.fail > 0) },
    el('span.sr', {}, description),
    el('b', { 'aria-hidden': 'true' }, main),
    el('small', { 'aria-hidden': 'true' }, notes.join(' · ') || ' '),
  );
  button.style.setProperty('--share', share.toFixed(2));
  return button;
}

/** @param {{ status: string, reason?: string | undefined }} state */
function notRun({ status, reason = 'No reason given.' }) {
  const symbol = status === 'error' ? '!' : '?';
  return el(
    'td',
    {},
    el(
      'div',
      { class: `heat-cell notrun ${status}`, title: reason },
      el('b', { 'aria-hidden': 'true' }, symbol),
      el('small', {}, status),
    ),
  );
}

/** Why some did not run, for users who cannot hover. @param {import('./model.js').Model} model */
function reasons({ data: { targets } }) {
  const items = targets.flatMap((target) =>
    Object.entries(target.policies)
      .filter(([, { status }]) => status !== 'ready')
      .map(([policy, { status, reason = 'No reason given.' }]) =>
        el('li', {}, el('b', {}, `${target.title || target.id} · ${policy}`), ` ${status}: ${reason}`),
      ),
  );
  if (items.length === 0) return null;
  return el(
    'details.reasons',
    {},
    el('summary', {}, `Why ${plural(items.length, 'combination')} did not run`),
    el('ul', {}, ...items),
  );
}

/** @param {Record<string, string>} versions */
function versionsText(versions) {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

/** The legend of symbols. */
export function legend() {
  const shown = /** @type {const} */ ([
    'pass',
    'security',
    'required',
    'recommended',
    'error',
    'unsupported',
    'na',
  ]);
  return el(
    'ul.legend',
    { 'aria-label': 'Symbols' },
    ...shown.map((kind) =>
      el(
        'li',
        {},
        el('span', { class: `mark ${kind}`, 'aria-hidden': 'true' }, kindTexts[kind].symbol),
        kindTexts[kind].name,
      ),
    ),
    el(
      'li',
      {},
      el('span.mark.small.deviates', { 'aria-hidden': 'true' }),
      'the browser deviates from the standard',
    ),
  );
}
