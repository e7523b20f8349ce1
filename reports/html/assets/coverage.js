// @ts-check
import { el, plural } from './dom.js';
import { fewTargets } from './model.js';

/**
 * How many checks ran, by family, and what makes the others applicable. Only a run has it.
 * @param {import('./model.js').Model} model
 */
export function coverage({ data }) {
  if (data.coverage.length === 0) return null;
  return el(
    'section.coverage',
    { 'aria-labelledby': 'coverage-title' },
    el('h2', { id: 'coverage-title' }, 'Coverage'),
    ...data.coverage.map((one) =>
      data.coverage.length > fewTargets ? foldedBlock(data, one) : block(data, one),
    ),
  );
}

/** Filled when it is opened: hundreds of services have tens of thousands of elements. @param {import('../compact.ts').Compact} data @param {import('../compact-causes.ts').CompactCoverage} one */
function foldedBlock(data, one) {
  const folded = el(
    'details.coverage-folded',
    {
      toggle: () => {
        if (folded.childElementCount === 1) folded.append(...parts(one));
      },
    },
    el('summary', {}, `${titleOf(data, one)}: ${one.ran} of ${one.of} checks ran`),
  );
  return folded;
}

/** @param {import('../compact.ts').Compact} data @param {import('../compact-causes.ts').CompactCoverage} one */
function titleOf(data, { target, policy, browser }) {
  const title = data.targets.find(({ id }) => id === target)?.title || target;
  const name = data.browsers.find(({ id }) => id === browser)?.name ?? browser;
  return `${title} · ${policy} · ${name}`;
}

/** @param {import('../compact.ts').Compact} data @param {import('../compact-causes.ts').CompactCoverage} one */
function block(data, one) {
  return el(
    'div.coverage-block',
    {},
    data.coverage.length > 1 ? el('h3', {}, titleOf(data, one)) : null,
    ...parts(one),
  );
}

/** @param {import('../compact-causes.ts').CompactCoverage} one */
function parts({ ran, of, vacuous, suites, unlocks }) {
  return [
    el(
      'p',
      {},
      ran === of ? `Every check of this policy ran (${of}).` : `${ran} of ${of} checks of this policy ran.`,
    ),
    vacuous === 0
      ? null
      : el(
          'p',
          {},
          `${plural(vacuous, 'check')} passed without any CORS header in a response: a server without CORS passes them as well.`,
        ),
    el(
      'ul.suites',
      { 'aria-label': 'Checks that ran, by family' },
      ...suites.map((suite) =>
        el(
          'li',
          { class: suite.ran === suite.of ? 'whole' : false },
          el('span', {}, suite.suite),
          el('b', {}, `${suite.ran}/${suite.of}`),
        ),
      ),
    ),
    unlocks.length === 0
      ? null
      : el(
          'ul.unlocks',
          { 'aria-label': 'What runs more checks' },
          ...unlocks.map((text) => el('li', {}, text)),
        ),
  ].filter((part) => part !== null);
}
