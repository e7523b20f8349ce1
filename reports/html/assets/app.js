// @ts-check
import { el, plural } from './dom.js';
import { filters } from './filters.js';
import { grid } from './grid.js';
import { readModel, tally } from './model.js';
import { legend, overview } from './overview.js';
import { panel } from './panel.js';
import { readState, writeState } from './state.js';

/** @returns {Promise<import('../compact.ts').Compact>} */
async function readData() {
  const text = document.getElementById('data')?.textContent ?? '';
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).json();
}

/** @param {HTMLElement} root */
async function start(root) {
  const model = readModel(await readData());
  let state = readState(location.hash);
  const details = panel(model, (check) => update({ check: check === null ? '' : keyOf(check) }));
  const bar = filters(model, (change) => {
    update(change);
    redraw();
  });
  const place = el('div.place', { id: 'matrix' });
  const narrow = (/** @type {Partial<import('./state.js').State>} */ change) => {
    update({ columns: '', ...change });
    redraw();
    document.getElementById('scenarios')?.scrollIntoView({ block: 'start' });
  };
  root.replaceChildren(
    masthead(model),
    el(
      'main',
      {},
      overview(model, narrow),
      el(
        'section',
        { id: 'scenarios', tabindex: -1, 'aria-labelledby': 'scenarios-title' },
        el('h2', { id: 'scenarios-title' }, 'Scenarios'),
        bar.element,
        legend(),
        place,
      ),
    ),
    el(
      'footer',
      {},
      `corspec ${model.data.tool} · ${new Date(model.data.startedAt).toISOString().replace('T', ' ').slice(0, 16)} UTC`,
    ),
    details.dialog,
  );
  redraw();
  openFromHash();
  addEventListener('hashchange', () => {
    state = readState(location.hash);
    redraw();
    openFromHash();
  });

  /** @param {Partial<import('./state.js').State>} change */
  function update(change) {
    state = { ...state, ...change };
    history.replaceState(null, '', writeState(state));
  }

  function redraw() {
    bar.update(state);
    place.replaceChildren(grid(model, state, (checks) => details.show(checks)));
  }

  /** @param {number} check */
  function keyOf(check) {
    return JSON.stringify(
      /** @type {const} */ (['target', 'policy', 'browser', 'scenario']).map((dimension) =>
        model.name(dimension, check),
      ),
    );
  }

  function openFromHash() {
    if (!state.check) return;
    const { scenario, target } = model.data.checks;
    const all = [...scenario.keys()];
    const check = all.find((one) => keyOf(one) === state.check);
    if (check === undefined) return;
    const beside = all.filter((one) => scenario[one] === scenario[check] && target[one] === target[check]);
    details.show(beside, check);
  }
}

/** @param {import('./model.js').Model} model */
function masthead(model) {
  const { verdict, browsers, durationMs, notes } = model.data;
  const counts = tally(model, model.data.checks.status.keys());
  const figures = /** @type {const} */ ([
    ['pass', '✓', counts.pass, 'passed'],
    ['required', '✗', counts.fail, 'failed'],
    ['security', '✗', counts.security, 'at level security'],
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
    ...notes.map((text) => el('p', {}, `! ${text}`)),
    el(
      'p.muted',
      {},
      `${plural(model.size, 'check')} in ${(durationMs / 1000).toFixed(1)} s · ${browsers.map(({ name, version }) => `${name} ${version}`).join(' · ')}`,
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

// The hash contains the view's state, so the link must not change it.
document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('scenarios')?.focus();
});

const root = document.getElementById('app');
if (root)
  start(root).catch((problem) => {
    root.replaceChildren(
      el(
        'p.empty',
        { role: 'alert' },
        `This report cannot be displayed: ${problem}. It requires a browser from 2023 or later.`,
      ),
    );
  });
