// @ts-check
import { causes } from './causes.js';
import { coverage } from './coverage.js';
import { el } from './dom.js';
import { filters } from './filters.js';
import { entriesOf, gridData } from './grid-data.js';
import { grid } from './grid.js';
import { findCheck, readLink } from './link.js';
import { masthead } from './masthead.js';
import { readModel } from './model.js';
import { legend, overview } from './overview.js';
import { panel } from './panel.js';
import { keyOf, writeState } from './state.js';

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
  let { state, problems } = readLink(model, location.hash);
  const details = panel(model, (check) => update({ check: check === null ? '' : keyOf(model, check) }));
  const bar = filters(model, (change) => {
    update(change);
    redraw();
  });
  const place = el('div.place', { id: 'matrix' });
  const notice = el('div', { role: 'alert' });
  const narrow = (/** @type {Partial<import('./state.js').State>} */ change) => {
    update({ columns: '', ...change });
    redraw();
    document.getElementById('scenarios')?.scrollIntoView({ block: 'start' });
  };
  root.replaceChildren(
    notice,
    masthead(model),
    el(
      'main',
      {},
      causes(model, (change) => narrow({ ...cleared, ...change })),
      coverage(model),
      overview(model, (change) => narrow({ cause: '', ...change })),
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
    ({ state, problems } = readLink(model, location.hash));
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
    place.replaceChildren(grid(model, state, details.show));
  }

  function openFromHash() {
    notice.replaceChildren(...problems.map((text) => el('p.alert', {}, text)));
    const check = state.check ? findCheck(model, state.check) : undefined;
    if (check === undefined) return;
    const entries = entriesOf(gridData(model, state), 'cell');
    const index = entries.findIndex(({ checks }) => checks.includes(check));
    if (index >= 0) return details.show(entries, index, check);
    // The filters of the link hide it.
    const { scenario, target } = model.data.checks;
    const checks = [...scenario.keys()].filter(
      (one) => scenario[one] === scenario[check] && target[one] === target[check],
    );
    details.show([{ row: 0, column: 0, checks, first: check }], 0);
  }
}

/** The filters that the checks of a cause replace. */
const cleared = { status: [], level: [], family: '', target: '', policy: '', browser: '', q: '' };

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
