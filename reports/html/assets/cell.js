// @ts-check
import { el, prose, specLink } from './dom.js';
import { kindTexts } from './model.js';
import { expectationLines, originLine, outcomeLines, requestCode } from './request.js';
import { sequenceDiagram } from './wire.js';

/** @typedef {ReturnType<typeof readCell>} CellView */

/**
 * All that is known of a cell, the advice first.
 * @param {import('./model.js').Model} model @param {number} cell
 */
export function cellContent(model, cell) {
  const view = readCell(model, cell);
  return el(
    'div.content',
    { id: 'panel-body', role: 'group', 'aria-labelledby': 'panel-title' },
    advice(view),
    decision(view),
    pageSection(view),
    comparison(view),
    wireSection(view),
    deviationSection(view),
    consoleSection(view),
    section('Reproduce', command(view.reproduce)),
    reasonSection(view),
  );
}

/** @param {import('./model.js').Model} model @param {number} cell */
export function scenarioOf({ data }, cell) {
  return /** @type {import('../compact.ts').CompactScenario} */ (
    data.scenarios[data.cells.scenario[cell] ?? -1]
  );
}

/** @param {import('./model.js').Model} model @param {number} cell */
function readCell(model, cell) {
  /** @type {import('../compact.ts').CompactExchange[]} */
  const exchanges = model.value('exchanges', cell) ?? [];
  /** @type {import('../../../src/vocabulary/outcome.ts').Outcome | undefined} */
  const outcome = model.value('outcome', cell);
  /** @type {import('../../../src/vocabulary/results.ts').DecidedAt | undefined} */
  const step = model.value('step', cell);
  /** @type {{ id: string | null, says: string }[]} */
  const deviations = model.value('deviations', cell) ?? [];
  /** @param {number} index @returns {readonly [string, string]} */
  const headerAt = (index) => /** @type {[string, string]} */ (model.data.values[index]) ?? ['', ''];
  return {
    scenario: scenarioOf(model, cell),
    kind: model.kindOf[cell] ?? 'none',
    message: model.text('message', cell),
    wire: model.text('wire', cell),
    reproduce: model.text('reproduce', cell),
    exchanges,
    outcome,
    step,
    deviations,
    headerAt,
  };
}

/** @param {CellView} view */
function advice({ message, kind }) {
  return message && el('div', { class: `advice ${kind}` }, ...message.split('\n').map(messageLine));
}

/** @param {CellView} view */
function decision({ step }) {
  if (!step) return null;
  const header = step.header ? el('span', {}, ', by ', el('code', {}, step.header)) : null;
  return section(
    'What decided',
    el('p', {}, specLink(step.anchor, step.step), header),
    el('p', {}, ...prose(step.says)),
  );
}

/** @param {CellView} view */
function pageSection({ scenario, exchanges, headerAt }) {
  if (!scenario.from) return null;
  const origin = exchanges
    .flatMap(({ request }) => request.headers.map(headerAt))
    .find(([name]) => name.toLowerCase() === 'origin')?.[1];
  return section(
    'The page',
    originLine(scenario.from, origin),
    ...scenario.steps.map(({ request, wait }) => requestCode(request, wait)),
  );
}

/** @param {CellView} view */
function comparison({ scenario, outcome }) {
  if (!outcome) return null;
  return el(
    'div.two',
    {},
    section('Expected', ...stepLists(scenario.steps.map(({ expect }) => expectationLines(expect)))),
    section('Seen by the page', ...stepLists(outcome.steps.map(outcomeLines))),
  );
}

/** @param {CellView} view */
function wireSection({ scenario, outcome, exchanges, wire, step, headerAt, kind }) {
  if (!wire && exchanges.length === 0) return null;
  const diagram = sequenceDiagram({
    steps: scenario.steps,
    outcomes: outcome?.steps ?? [],
    exchanges,
    shape: wire,
    decider: step?.header,
    headerAt,
    unfold: kindTexts[kind].status === 'fail',
  });
  const note = 'The headers of a cell that passes are kept with --evidence all.';
  return section('On the wire', diagram, exchanges.length === 0 ? el('p.muted', {}, note) : null);
}

/** @param {CellView} view */
function deviationSection({ deviations }) {
  if (deviations.length === 0) return null;
  const items = deviations.map(({ id, says }) =>
    el('li', {}, ...prose(says), id ? el('code', {}, ` ${id}`) : null),
  );
  return section('The browser deviates from the standard', el('ul', {}, ...items));
}

/** @param {CellView} view */
function consoleSection({ outcome }) {
  if (!outcome?.console?.length) return null;
  return section('Console', el('pre.code.wrapped', { tabindex: 0 }, outcome.console.join('\n')));
}

/** @param {CellView} view */
function reasonSection({ scenario: { why, spec } }) {
  if (!why && !spec) return null;
  const link = spec ? el('p', {}, specLink(spec, `Fetch standard, ${spec}`)) : null;
  return section('Why it matters', why ? el('p', {}, why) : null, link);
}

/** `Got: …` with its first word set off. @param {string} line */
function messageLine(line) {
  const [, word, rest] = /^(Asked|Got|Wanted|To change|Change|Because|Why):? (.*)$/i.exec(line) ?? [];
  return word ? el('p', {}, el('b', {}, word), ' ', ...prose(rest ?? '')) : el('p', {}, ...prose(line));
}

/** A list each; numbered when there are several requests. @param {string[][]} steps */
function stepLists(steps) {
  return steps.map((lines, index) =>
    el(
      'ul.lines',
      {},
      steps.length > 1 ? el('li.muted', {}, `Request ${index + 1}`) : null,
      ...lines.map((line) => el('li', {}, line)),
    ),
  );
}

/** @param {string} title @param {...import('./dom.js').Child} children */
function section(title, ...children) {
  return el('section', {}, el('h3', {}, title), ...children);
}

/** A command to copy. @param {string} text */
function command(text) {
  const code = el('pre.code.wrapped', { tabindex: 0 }, text);
  const status = el('span', { role: 'status' });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = 'Copied';
    } catch {
      // Without the permission: selected, so that the reader's own copy command takes it.
      getSelection()?.selectAllChildren(code);
      status.textContent = 'Selected: press Ctrl+C';
    }
  };
  return el('div.command', {}, code, el('button', { type: 'button', click: copy }, 'Copy'), status);
}
