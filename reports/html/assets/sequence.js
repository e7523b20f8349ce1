// @ts-check
import { el } from './dom.js';
import { chapterNote, endingNote, isDecidedIn } from './explanation.js';
import { arrow, exchangeArrows, shapeArrows } from './wire.js';

/**
 * @typedef {import('../../../src/results/outcome.ts').StepOutcome} StepOutcome
 * @typedef {import('../../../src/scenarios/scenario.ts').Step} Step
 */

/**
 * @typedef {object} Talk
 * @property {readonly Step[]} steps what the page asks
 * @property {readonly StepOutcome[]} outcomes
 * @property {readonly import('../compact.ts').CompactExchange[]} exchanges
 * @property {readonly import('./explanation.js').StoryView[]} stories one for each request, as far as they were made
 * @property {string} shape used when the exchanges were not kept
 * @property {import('../../../src/results/results.ts').DecidedAt | undefined} decider what decided about the check
 * @property {(index: number) => readonly [string, string]} headerAt
 */

/**
 * The conversation of page, browser and server as a sequence diagram, with what the browser makes of it.
 * @param {Talk} talk
 */
export function sequenceDiagram(talk) {
  const { steps } = talk;
  const isPage = steps.length === 0 || steps.some(isOfPage);
  const names = isPage ? ['Page', 'Browser', 'Server'] : ['', 'corspec', 'Server'];
  const lanes = el('li.lanes', {}, ...names.map((name) => el('span', { class: name ? 'lane' : '' }, name)));
  const body = talk.stories.length > 0 ? toldSteps(talk) : plainSteps(talk);
  return el(
    `ol.sequence${isPage ? '' : '.pageless'}`,
    { 'aria-label': `Conversation of ${names.filter(Boolean).join(', ')}` },
    lanes,
    ...body,
  );
}

/** Each request with its story. What a browser sent beyond them comes last. @param {Talk} talk @returns {HTMLElement[]} */
function toldSteps(talk) {
  const told = talk.stories.flatMap((story, index) => [
    ...(talk.steps.length > 1
      ? [el('li.step', {}, el('h4', {}, `Request ${index + 1} of ${talk.steps.length}`))]
      : []),
    ...toldStep(talk, story, index),
  ]);
  const places = talk.stories.flatMap(({ chapters }) => chapters.flatMap(placesOf));
  // Of what corspec sent many times over, stories have a few.
  const rest = talk.exchanges.filter((_, index) => !places.includes(index) && talk.steps.some(isOfPage));
  return [...told, ...rest.flatMap((exchange) => exchangeArrows(exchange, talk))];
}

/** @param {Talk} talk @param {import('./explanation.js').StoryView} story @param {number} index @returns {HTMLElement[]} */
function toldStep(talk, story, index) {
  const [step, outcome] = [talk.steps[index], talk.outcomes[index]];
  const isPage = step === undefined || isOfPage(step);
  // The same chapter is the same value.
  const before = new Set(talk.stories.slice(0, index).flatMap(({ chapters }) => chapters.filter(isThought)));
  const chapters = story.chapters.flatMap((chapter) => {
    const decider = isDecidedIn(chapter, talk.decider) ? talk.decider : undefined;
    const arrows = placesOf(chapter).flatMap((place) => {
      const exchange = talk.exchanges[place];
      return exchange ? exchangeArrows(exchange, { decider, headerAt: talk.headerAt }) : [];
    });
    return [...arrows, chapterNote(chapter, decider, before.has(chapter))];
  });
  return [
    ...(step && isPage ? [ask(step)] : []),
    ...chapters,
    ...(outcome && isPage ? [answer(outcome)] : []),
    endingNote(story, step?.expect.outcome, isPage && outcome !== undefined && deviates(outcome, story)),
  ];
}

/** Nothing of the wire is in it. @param {import('../compact.ts').Chapter} chapter */
function isThought(chapter) {
  return placesOf(chapter).length === 0;
}

/** Whether the page saw other than the standard says. @param {StepOutcome} outcome @param {import('./explanation.js').StoryView} story */
function deviates(outcome, { ending }) {
  if (outcome.kind === 'timeout' || ending.outcome === 'unknown') return false;
  return (outcome.kind === 'error') !== (ending.outcome === 'blocked');
}

/** @param {import('../compact.ts').Chapter} chapter */
function placesOf({ paragraphs }) {
  return paragraphs.flatMap((paragraph) => (paragraph.kind === 'recorded' ? [paragraph.exchange] : []));
}

/** All requests, all of the wire, all answers. @param {Talk} talk @returns {HTMLElement[]} */
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

/** Not sent by corspec itself. @param {Step} step */
export function isOfPage({ request }) {
  return request.client !== 'raw';
}

/** @param {Step} step */
function ask({ request }) {
  return arrow('page-browser', `${request.client ?? 'fetch'} ${request.method ?? 'GET'} ${request.route}`);
}

/** @param {StepOutcome} outcome */
function answer(outcome) {
  return arrow(`browser-page ${outcome.kind === 'response' ? '' : 'broken'}`, outcomeLabel(outcome));
}

/** @param {StepOutcome} outcome */
function outcomeLabel(outcome) {
  if (outcome.kind === 'response')
    return outcome.type?.startsWith('opaque') ? `${outcome.type} response` : `${outcome.status}, readable`;
  return outcome.kind === 'timeout' ? `no answer in ${outcome.afterMs} ms` : outcome.name;
}
