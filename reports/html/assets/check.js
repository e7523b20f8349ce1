// @ts-check
import { el, plural, prose, specLink } from './dom.js';
import { kindTexts } from './model.js';
import { expectationLines, originLine, outcomeLines, requestCode } from './request.js';
import { isOfPage, sequenceDiagram } from './sequence.js';
import { readExplanation } from './explanation.js';
import { fixBlock, pageLink } from './causes.js';
import { copyable } from './copy.js';
import { predictedLines } from './predicted.js';

/** @typedef {ReturnType<typeof readCheck>} CheckView */

/**
 * Everything about a check, the advice first.
 * @param {import('./model.js').Model} model @param {number} check
 */
export function checkContent(model, check) {
  const view = readCheck(model, check);
  return el(
    'div.content',
    { id: 'panel-body', role: 'group', 'aria-labelledby': 'panel-title' },
    advice(view),
    causeSection(model, check),
    decision(view),
    pageSection(view),
    comparison(view),
    wireSection(view),
    browserSection(view),
    section('Reproduce', copyable(view.reproduce, 'command')),
    reasonSection(view),
  );
}

/** @param {import('./model.js').Model} model @param {number} check */
export function scenarioOf({ data }, check) {
  return /** @type {import('../compact.ts').CompactScenario} */ (
    data.scenarios[data.checks.scenario[check] ?? -1]
  );
}

/** @param {import('./model.js').Model} model @param {number} check */
function readCheck(model, check) {
  /** @type {import('../compact-checks.ts').CompactExchange[]} */
  const exchanges = model.value('exchanges', check) ?? [];
  /** @type {import('../../../src/results/outcome.ts').Outcome | undefined} */
  const outcome = model.value('outcome', check);
  /** @type {import('../../../src/results/results.ts').DecidedAt | undefined} */
  const step = model.value('step', check);
  /** @type {{ id: string | null, says: string }[]} */
  const deviations = model.value('deviations', check) ?? [];
  /** @param {number} index @returns {any} */
  const valueAt = (index) => model.data.values[index];
  /** @param {number} index @returns {readonly [string, string]} */
  const headerAt = (index) => valueAt(index) ?? ['', ''];
  /** @type {import('../compact-checks.ts').CompactStory[]} */
  const stories = model.value('stories', check) ?? [];
  return {
    scenario: scenarioOf(model, check),
    kind: model.kindOf[check] ?? 'none',
    message: model.text('message', check),
    /** @type {string | undefined} */
    excuse: model.value('excused', check),
    wire: model.text('wire', check),
    reproduce: model.text('reproduce', check),
    browser: model.data.browsers[model.data.checks.browser[check] ?? -1],
    exchanges,
    stories: stories.map((story) => readExplanation(story, valueAt)),
    outcome,
    step,
    deviations,
    headerAt,
  };
}

/** @param {CheckView} view */
function advice({ message, excuse, kind, scenario: { impact } }) {
  if (!message) return null;
  const stake =
    impact && kindTexts[kind].status === 'fail'
      ? el('p.impact', {}, el('b', {}, 'Impact: '), ...prose(impact))
      : null;
  const known = excuse ? el('p', {}, el('b', {}, excuse)) : null;
  return el('div', { class: `advice ${kind}` }, known, ...message.split('\n').map(messageLine), stake);
}

/** The problem behind a failure, with its fix. @param {import('./model.js').Model} model @param {number} check */
function causeSection(model, check) {
  const cause = model.causeOf(check);
  if (!cause) return null;
  const checks = cause.checks + cause.known;
  const others = checks > 1 ? ` (${plural(checks, 'check')})` : '';
  return section(
    'Cause',
    el('p', {}, el('b', {}, cause.title), others, ' ', pageLink(cause)),
    ...fixBlock(model, cause),
  );
}

/** Without an explanation that contains it. @param {CheckView} view */
function decision({ step, stories }) {
  if (!step || stories.length > 0) return null;
  const header = step.header ? el('span', {}, ', header ', el('code', {}, step.header)) : null;
  return section(
    'Decisive step',
    el('p', {}, specLink(step.anchor, step.step), header),
    el('p', {}, ...prose(step.says)),
  );
}

/** @param {CheckView} view */
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

/** @param {CheckView} view */
function comparison({ scenario, outcome, browser }) {
  if (!outcome) return null;
  const isPage = scenario.steps.length === 0 || scenario.steps.some(isOfPage);
  const isPredicted = isPage && browser?.id === 'model';
  const lines = outcome.steps.map((one, index) =>
    isPredicted ? predictedLines(one, scenario.steps[index]?.request.client) : outcomeLines(one),
  );
  return el(
    'div.two',
    {},
    section('Expected', ...stepLists(scenario.steps.map(({ expect }) => expectationLines(expect)))),
    section(
      isPredicted
        ? "Predicted outcome in a browser's page"
        : isPage
          ? 'Outcome'
          : 'Outcome of the raw request',
      ...stepLists(lines),
      isPredicted ? el('p.muted', {}, 'Predicted by the Fetch standard. No browser ran.') : null,
    ),
  );
}

/** @param {CheckView} view */
function wireSection({ scenario, outcome, exchanges, stories, wire, step, headerAt, browser }) {
  if (!wire && exchanges.length === 0) return null;
  const diagram = sequenceDiagram({
    steps: scenario.steps,
    outcomes: outcome?.steps ?? [],
    exchanges,
    stories,
    shape: wire,
    decider: step,
    headerAt,
  });
  if (exchanges.length === 0) {
    const note =
      'For a check that passes, only methods and statuses are kept. The command below uses --evidence all, which keeps every exchange and the explanation.';
    return section('On the wire', diagram, el('p.muted.after', {}, note));
  }
  const client = scenario.steps.some(isOfPage) ? (browser?.name ?? 'the browser') : 'corspec';
  const what = browser?.id === 'model' ? 'The exchanges' : `The exchanges of ${client}`;
  const lede = `${what}, and how the Fetch standard processes them.`;
  return section('Step by step', el('p.muted.before', {}, lede), diagram);
}

/** Deviations and console messages of a real browser. @param {CheckView} view */
function browserSection({ scenario, browser, outcome, deviations, stories }) {
  const isReal = browser?.id !== 'model' && scenario.steps.some(isOfPage);
  const messages = consoleMessages(outcome?.console ?? []);
  const did =
    deviations.length > 0
      ? [deviationList(deviations)]
      : stories.length > 0 && isReal
        ? [el('p', {}, 'It follows the standard.')]
        : [];
  if (did.length + messages.length === 0) return null;
  return section(`What ${browser?.name ?? 'the browser'} did`, ...did, ...messages);
}

/** @param {readonly string[]} lines */
function consoleMessages(lines) {
  if (lines.length === 0) return [];
  return [el('p.muted.console', {}, 'Console:'), el('pre.code.wrapped', { tabindex: 0 }, lines.join('\n'))];
}

/** @param {CheckView['deviations']} deviations */
function deviationList(deviations) {
  const items = deviations.map(({ id, says }) =>
    el('li', {}, ...prose(says), id && el('span.muted', {}, ' Known as ', el('code', {}, id), '.')),
  );
  return el(
    'div.deviations',
    {},
    el(
      'p',
      {},
      el('b', {}, 'The browser deviates from the standard.'),
      ' This is not a failure of the server.',
    ),
    el('ul', {}, ...items),
  );
}

/** @param {CheckView} view */
function reasonSection({ kind, scenario: { why, impact, spec } }) {
  // For a failure it is shown at the top.
  const stake =
    impact && kindTexts[kind].status !== 'fail'
      ? el('p', {}, el('b', {}, 'Impact of a failure: '), ...prose(impact))
      : null;
  if (!why && !spec && !stake) return null;
  const link = spec ? el('p', {}, specLink(spec, `Fetch standard, ${spec}`)) : null;
  return section('Why it matters', why ? el('p', {}, ...prose(why)) : null, stake, link);
}

/** `Got: …` with its first word in bold. @param {string} line */
function messageLine(line) {
  const [, word, rest] = /^(Asked|Got|Wanted|To change|Change|Because|Why):? (.*)$/i.exec(line) ?? [];
  return word ? el('p', {}, el('b', {}, word), ' ', ...prose(rest ?? '')) : el('p', {}, ...prose(line));
}

/** A list for each request; numbered when there are several. @param {string[][]} steps */
function stepLists(steps) {
  return steps.map((lines, index) =>
    el(
      'ul.lines',
      {},
      steps.length > 1 ? el('li.muted', {}, `Request ${index + 1}`) : null,
      ...lines.map((line) => el('li', {}, ...prose(line))),
    ),
  );
}

/** @param {string} title @param {...import('./dom.js').Child} children */
function section(title, ...children) {
  return el('section', {}, el('h3', {}, title), ...children);
}
