// @ts-check
import { el, prose, specLink } from './dom.js';

/**
 * @typedef {import('../compact.ts').Chapter} Chapter
 * @typedef {import('../../../src/results/results.ts').DecidedAt} DecidedAt
 * @typedef {ReturnType<typeof readStory>} StoryView
 */

/**
 * A story with its parts in place.
 * @param {import('../compact.ts').CompactStory} story @param {(index: number) => any} valueAt
 */
export function readStory({ chapters, ending, advice }, valueAt) {
  return {
    chapters: /** @type {Chapter[]} */ (chapters.map(valueAt)),
    ending: /** @type {import('../compact.ts').Ending} */ (valueAt(ending)),
    advice: /** @type {import('../compact.ts').Advice[]} */ (advice.map(valueAt)),
  };
}

const turnMarks = { on: '', stop: '✗ ', unknown: '? ' };

/**
 * What the browser asks itself, and how the answer comes about.
 * @param {Chapter} chapter @param {DecidedAt | undefined} decider @param {boolean} wasTold by an earlier story
 */
export function chapterNote({ title, answer, turn, paragraphs }, decider, wasTold) {
  return el(
    `li.note.${turn}`,
    {},
    el('h4', {}, el('span', {}, `${title} `), el('b', {}, `${turnMarks[turn]}${answer}`)),
    ...(wasTold ? [] : paragraphs).map((paragraph) => {
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

/** Whether a check of the chapter is what decided about the check. @param {Chapter} chapter @param {DecidedAt | undefined} decider */
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
const wantedWords = {
  readable: 'the script reads the response',
  blocked: 'the script gets an error',
  opaque: 'the response stays hidden from scripts',
};

/** As wanted or not, or a question that is open; `odd`: the browser did otherwise. */
const endingMarks = { wanted: '✓', unwanted: '✗', open: '·', odd: '!' };

/**
 * @param {import('../compact.ts').Ending} ending @param {string | undefined} wanted @param {boolean} deviates
 * @returns {keyof typeof endingMarks}
 */
function endingKind({ outcome }, wanted, deviates) {
  if (deviates) return 'odd';
  if (outcome === 'unknown' || wanted === undefined) return 'open';
  return outcome === wanted ? 'wanted' : 'unwanted';
}

/**
 * What comes of it, beside what is wanted, and what to change.
 * @param {StoryView} story @param {string | undefined} wanted @param {boolean} deviates whether the browser did otherwise
 */
export function endingNote({ ending, advice }, wanted, deviates) {
  const kind = endingKind(ending, wanted, deviates);
  // Why it was refused stands among the checks already.
  const rows = deviates ? [] : ending.rows.filter(({ label }) => label !== 'because');
  const { decidedBy, says } = ending;
  return el(
    `li.ending.${kind}`,
    {},
    el('h4', {}, `${endingMarks[kind]} ${says}`),
    el(
      'dl',
      {},
      ...(deviates ? row('the browser', 'did otherwise') : []),
      ...(wanted && kind !== 'wanted' ? row('wanted', wantedWords[wanted] ?? wanted) : []),
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

/** @param {import('../compact.ts').Advice[]} advice */
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
