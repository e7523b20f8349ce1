// @ts-check
import { el } from './dom.js';
import { sectionNote, endingNote, isDecidedIn } from './explanation.js';
import { arrow, exchangeArrows, shapeArrows } from './wire.js';

/**
 * @typedef {import('../../../src/results/outcome.ts').StepOutcome} StepOutcome
 * @typedef {import('../../../src/scenarios/scenario.ts').Step} Step
 */

/**
 * @typedef {object} Messages
 * @property {readonly Step[]} steps the requests of the page
 * @property {readonly StepOutcome[]} outcomes
 * @property {readonly import('../compact-checks.ts').CompactExchange[]} exchanges
 * @property {readonly import('./explanation.js').ExplanationView[]} stories one for each request that was made
 * @property {string} shape used when the exchanges were not kept
 * @property {import('../../../src/results/results.ts').DecidedAt | undefined} decider the decisive step of the check
 * @property {(index: number) => readonly [string, string]} headerAt
 */

/**
 * The messages between page, browser and server as a sequence diagram, with the steps of the algorithm.
 * @param {Messages} messages
 */
export function sequenceDiagram(messages) {
  const { steps } = messages;
  const isPage = steps.length === 0 || steps.some(isOfPage);
  const names = isPage ? ['Page', 'Browser', 'Server'] : ['', 'corspec', 'Server'];
  const lanes = el('li.lanes', {}, ...names.map((name) => el('span', { class: name ? 'lane' : '' }, name)));
  const body = messages.stories.length > 0 ? explainedSteps(messages) : plainSteps(messages);
  return el(
    `ol.sequence${isPage ? '' : '.pageless'}`,
    { 'aria-label': `Messages between ${names.filter(Boolean).join(', ')}` },
    lanes,
    ...body,
  );
}

/** Each request with its explanation, followed by other requests of the browser. @param {Messages} messages @returns {HTMLElement[]} */
function explainedSteps(messages) {
  const explained = messages.stories.flatMap((story, index) => [
    ...(messages.steps.length > 1
      ? [el('li.step', {}, el('h4', {}, `Request ${index + 1} of ${messages.steps.length}`))]
      : []),
    ...explainedStep(messages, story, index),
  ]);
  const places = messages.stories.flatMap(({ chapters }) => chapters.flatMap(exchangesIn));
  // Explanations include only a few of repeated raw requests.
  const rest = messages.exchanges.filter(
    (_, index) => !places.includes(index) && messages.steps.some(isOfPage),
  );
  return [...explained, ...rest.flatMap((exchange) => exchangeArrows(exchange, messages))];
}

/** @param {Messages} messages @param {import('./explanation.js').ExplanationView} story @param {number} index @returns {HTMLElement[]} */
function explainedStep(messages, story, index) {
  const [step, outcome] = [messages.steps[index], messages.outcomes[index]];
  const isPage = step === undefined || isOfPage(step);
  // Equal sections are the same value.
  const before = new Set(
    messages.stories.slice(0, index).flatMap(({ chapters }) => chapters.filter(hasNoExchange)),
  );
  const chapters = story.chapters.flatMap((chapter) => {
    const decider = isDecidedIn(chapter, messages.decider) ? messages.decider : undefined;
    const arrows = exchangesIn(chapter).flatMap((place) => {
      const exchange = messages.exchanges[place];
      return exchange ? exchangeArrows(exchange, { decider, headerAt: messages.headerAt }) : [];
    });
    return [...arrows, sectionNote(chapter, decider, before.has(chapter))];
  });
  return [
    ...(step && isPage ? [ask(step)] : []),
    ...chapters,
    ...(outcome && isPage ? [answer(outcome)] : []),
    endingNote(story, step?.expect.outcome, isPage && outcome !== undefined && deviates(outcome, story)),
  ];
}

/** Whether a section contains no exchanges. @param {import('../compact-checks.ts').Chapter} chapter */
function hasNoExchange(chapter) {
  return exchangesIn(chapter).length === 0;
}

/** Whether the outcome deviates from the standard. @param {StepOutcome} outcome @param {import('./explanation.js').ExplanationView} story */
function deviates(outcome, { ending }) {
  if (outcome.kind === 'timeout' || outcome.kind === 'sent' || ending.outcome === 'unknown') return false;
  return (outcome.kind === 'error') !== (ending.outcome === 'blocked');
}

/** @param {import('../compact-checks.ts').Chapter} chapter */
function exchangesIn({ paragraphs }) {
  return paragraphs.flatMap((paragraph) => (paragraph.kind === 'recorded' ? [paragraph.exchange] : []));
}

/** All requests, all exchanges, all outcomes. @param {Messages} messages @returns {HTMLElement[]} */
function plainSteps({ steps, outcomes, exchanges, shape, decider, headerAt }) {
  const pageSteps = steps.map(isOfPage);
  const wires =
    exchanges.length > 0
      ? exchanges.map((exchange) => exchangeArrows(exchange, { decider, headerAt }))
      : shapeArrows(shape);
  return [
    ...steps.filter((_, index) => pageSteps[index]).map(ask),
    ...wires.flat(),
    ...outcomes.filter((_, index) => pageSteps[index] ?? true).map(answer),
  ];
}

/** Whether the page makes the request, not corspec. @param {Step} step */
export function isOfPage({ request }) {
  return request.client !== 'raw';
}

/** @param {Step} step */
function ask({ request }) {
  return arrow('page-browser', `${request.client ?? 'fetch'} ${request.method ?? 'GET'} ${request.route}`);
}

/** @param {StepOutcome} outcome */
function answer(outcome) {
  return arrow(
    `browser-page ${['response', 'sent'].includes(outcome.kind) ? '' : 'broken'}`,
    outcomeLabel(outcome),
  );
}

/** @param {StepOutcome} outcome */
function outcomeLabel(outcome) {
  if (outcome.kind === 'response')
    return outcome.type?.startsWith('opaque') ? `${outcome.type} response` : `${outcome.status}, readable`;
  if (outcome.kind === 'sent') return 'sent, no response for the script';
  return outcome.kind === 'timeout' ? `timeout after ${outcome.afterMs} ms` : outcome.name;
}
