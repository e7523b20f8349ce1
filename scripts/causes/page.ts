import { changeFor } from '../../src/causes/changes.ts';
import type { Cause, CauseCode } from '../../src/causes/cause.ts';
import { fixOf } from '../../src/causes/fixes.ts';
import { impactOf } from '../../src/causes/impacts.ts';
import { libraries, type LibraryId, libraryIds } from '../../src/causes/libraries/index.ts';
import { causeTitle } from '../../src/causes/texts.ts';
import { describeReason } from '../../src/fetch-standard/index.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { fetchStandard } from '../../reports/shared/catalogue.ts';
import { code, fenced, link, paragraphs } from '../markdown.ts';
import { standardSections } from '../scenarios/standard.ts';
import type { CauseFacts } from './cause-facts.ts';
import { commands } from './commands.ts';
import { consoleSection } from './console.ts';
import { decisionOf, play, type PlayedExample } from './example.ts';
import { exchangeLines } from './exchange.ts';
import { type CauseGroup, samplePolicy, usualLevel } from './facts.ts';
import { generated } from './generated.ts';
import { withWhen } from './when.ts';

/** `docs/causes/<code>.md` */
export function causeDocument(facts: CauseFacts, group: CauseGroup): string {
  const { cause, examples } = facts;
  const played = examples.map(play);
  const policy = { ...samplePolicy, ...facts.policy };
  return paragraphs([
    generated,
    `# ${causeTitle(cause)}`,
    `${code(cause.code)} · usually ${link(`level ${usualLevel(cause.code, group)}`, '../scenarios/README.md#levels')} · ${link(group.title, 'README.md')} · ${standardLink(specOf(facts, played))}`,
    '## In the browser console',
    ...consoleSection(played),
    '## Why it happens',
    ...reasons(facts, played),
    '## Impact',
    impact(cause.code),
    '## How to fix it',
    fixOf(cause, { policy, origin: null, library: null }).says,
    ...libraryFixes(cause, policy),
    '## Find it in your server',
    ...commands(examples[0]),
  ]);
}

/** The anchor of what decides, or the section of the standard that the cause is about. */
function specOf({ spec, cause }: CauseFacts, played: readonly PlayedExample[]): string {
  const found = spec ?? played[0]?.verdict.decidedBy?.anchor;
  if (found === undefined) throw new Error(`${cause.code} names no section of the standard.`);
  return found;
}

function standardLink(spec: string): string {
  if (!spec.startsWith('#')) return link('specification', spec);
  return `Fetch standard: ${link(standardSections[spec]?.title ?? code(spec), `${fetchStandard}${spec}`)}`;
}

function reasons(facts: CauseFacts, played: readonly PlayedExample[]): readonly string[] {
  const spec = specOf(facts, played);
  const summary = standardSections[spec]?.summary;
  return [
    ...played.flatMap((one) => [
      withWhen(one.example, exampleText(one, spec)),
      fenced('http', exchangeLines(one)),
    ]),
    ...(summary === undefined ? [] : [summary]),
  ];
}

/** What the standard decides about the example. */
function exampleText(one: PlayedExample, spec: string): string {
  const entry = decisionOf(one, spec);
  const decision = entry === undefined ? '' : ` ${describeReason(entry)}`;
  const result =
    one.verdict.outcome === 'blocked'
      ? `The browser blocks this request of the page at ${code(one.origin)}.`
      : `The page at ${code(one.origin)} can read the response.`;
  return `${result}${decision}`;
}

function impact(id: CauseCode): string {
  const [plain, credentials] = [impactOf(id, false), impactOf(id, true)];
  return plain === credentials ? plain : `${plain} With credentials: ${lowerFirst(credentials)}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** A section for each library for which there is more to say than the first sentences. */
function libraryFixes(cause: Cause, policy: Policy): readonly string[] {
  return libraryIds.flatMap((id) => libraryFix(cause, policy, id));
}

function libraryFix(cause: Cause, policy: Policy, id: LibraryId): readonly string[] {
  const origin = 'origin' in cause ? cause.origin : null;
  const { where, snippet } = fixOf(cause, { policy, origin, library: id });
  const library = libraries[id];
  const advice: { readonly note?: string } = library.advice[changeFor(cause)] ?? {};
  if (advice.note === undefined && snippet === undefined) return [];
  return [
    `### ${library.title}`,
    ...(advice.note === undefined ? [] : [escaped(advice.note)]),
    ...(snippet === undefined
      ? []
      : [`In ${escaped(where ?? '')}:`, fenced(library.language, snippet.split('\n'))]),
  ];
}

/** `<VirtualHost>` outside code would be taken for HTML. */
function escaped(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '\\<') : part))
    .join('`');
}
