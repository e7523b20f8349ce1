// @ts-check
import { el, prose, specLink } from './dom.js';

/**
 * @typedef {import('../compact-checks.ts').Chapter} Chapter
 * @typedef {import('../../../src/results/results.ts').DecidedAt} DecidedAt
 * @typedef {ReturnType<typeof readExplanation>} ExplanationView
 */

/**
 * An explanation with its parts resolved.
 * @param {import('../compact-checks.ts').CompactStory} story @param {(index: number) => any} valueAt
 */
export function readExplanation({ chapters, ending, advice }, valueAt) {
  return {
    chapters: /** @type {Chapter[]} */ (chapters.map(valueAt)),
    ending: /** @type {import('../compact-checks.ts').Ending} */ (valueAt(ending)),
    advice: /** @type {import('../compact-checks.ts').Advice[]} */ (advice.map(valueAt)),
  };
}

const turnMarks = { on: '', stop: '✗ ', unknown: '? ' };

/**
 * A question of the algorithm, with its answer and the reasons.
 * @param {Chapter} chapter @param {DecidedAt | undefined} decider @param {boolean} isRepeated from an earlier explanation
 */
export function sectionNote({ title, answer, turn, paragraphs }, decider, isRepeated) {
  return el(
    `li.note.${turn}`,
    {},
    el('h4', {}, el('span', {}, `${title} `), el('b', {}, `${turnMarks[turn]}${answer}`)),
    ...(isRepeated ? [] : paragraphs).map((paragraph) => {
      switch (paragraph.kind) {
        case 'text':
          return el('p', {}, ...prose(paragraph.text));
        case 'origins':
          return originList(paragraph.rows);
        case 'checks':
          return el('ul.checks', {}, ...paragraph.checks.map((check) => checkLine(check, decider)));
        case 'recorded':
          return null;
      }
    }),
  );
}

/** @param {{ part: string, page: string, server: string, same: boolean }[]} rows */
function originList(rows) {
  const items = rows.map(({ part, page, server, same }) =>
    el(
      `li${same ? '' : '.differs'}`,
      {},
      el('span', {}, part),
      same
        ? el('span', {}, el('code', {}, page), ' on both sides')
        : el('span', {}, 'page ', el('code', {}, page), ', server ', el('code', {}, server)),
    ),
  );
  return el('ul.origins', {}, ...items);
}

/** Whether the section contains the decisive step. @param {Chapter} chapter @param {DecidedAt | undefined} decider */
export function isDecidedIn({ paragraphs }, decider) {
  return paragraphs.some(
    (paragraph) => paragraph.kind === 'checks' && paragraph.checks.some((check) => isDecider(check, decider)),
  );
}

/** @param {{ code?: string | undefined }} check @param {DecidedAt | undefined} decider */
function isDecider({ code }, decider) {
  return code !== undefined && code === decider?.code;
}

/** @param {{ ok: boolean, code?: string | undefined, says: string, anchor: string }} check @param {DecidedAt | undefined} decider */
function checkLine(check, decider) {
  const { ok, says, anchor } = check;
  const decides = isDecider(check, decider);
  return el(
    'li',
    { class: `${ok ? 'ok' : 'bad'} ${decides ? 'decides' : ''}` },
    el('span.tick', { 'aria-hidden': 'true' }, ok ? '✓' : '✗'),
    el(
      'span',
      {},
      el('span.sr', {}, ok ? 'passes: ' : 'fails: '),
      ...prose(says),
      '\u00a0',
      standardLink(anchor),
      decides ? el('em', {}, ' ◂ decides') : null,
    ),
  );
}

/** @param {string} anchor */
function standardLink(anchor) {
  const link = specLink(anchor, '§');
  link.className = 'standard';
  link.title = `Fetch standard, ${anchor}`;
  link.setAttribute('aria-label', `Fetch standard, ${anchor}`);
  return link;
}

/** @type {Record<string, string>} */
const expectedWords = {
  readable: 'the script can read the response',
  blocked: 'the script gets a network error',
  opaque: 'the script cannot read the response',
};

/** As expected or not, or undecided; `odd`: the browser deviates. */
const endingMarks = { expected: '✓', unexpected: '✗', open: '·', odd: '!' };

/**
 * @param {import('../compact-checks.ts').Ending} ending @param {string | undefined} expected @param {boolean} deviates
 * @returns {keyof typeof endingMarks}
 */
function endingKind({ outcome }, expected, deviates) {
  if (deviates) return 'odd';
  if (outcome === 'unknown' || expected === undefined) return 'open';
  return outcome === expected ? 'expected' : 'unexpected';
}

/**
 * The outcome, the expected outcome, and what to change.
 * @param {ExplanationView} story @param {string | undefined} expected @param {boolean} deviates whether the browser deviates
 */
export function endingNote({ ending, advice }, expected, deviates) {
  const kind = endingKind(ending, expected, deviates);
  // The checks above already contain the reason.
  const rows = deviates ? [] : ending.rows.filter(({ label }) => label !== 'because');
  const { decidedBy, says } = ending;
  return el(
    `li.ending.${kind}`,
    {},
    el('h4', {}, `${endingMarks[kind]} ${says}`),
    el(
      'dl',
      {},
      ...(deviates ? row('browser', 'deviates from this') : []),
      ...(expected && kind !== 'expected' ? row('expected', expectedWords[expected] ?? expected) : []),
      ...rows.flatMap(({ label, text }) => row(label, ...prose(text))),
      ...(decidedBy ? row('standard', specLink(decidedBy.anchor, decidedBy.step)) : []),
    ),
    ...(advice.length === 0 ? [] : [el('h5', {}, 'What to change on the server'), adviceList(advice)]),
  );
}

/** @param {string} label @param {...import('./dom.js').Child} text */
function row(label, ...text) {
  return [el('dt', {}, label), el('dd', {}, ...text)];
}

/** @param {import('../compact-checks.ts').Advice[]} advice */
function adviceList(advice) {
  return el(
    'ol.changes',
    {},
    ...advice.map(({ says, send, on }) =>
      el(
        'li',
        {},
        el('p', {}, ...prose(says)),
        ...send.map(([name, value]) =>
          el('div.send', {}, el('span', {}, `← ${on}`), el('code', {}, el('b', {}, name), `: ${value}`)),
        ),
      ),
    ),
  );
}
