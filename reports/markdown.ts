import type { Result } from '../src/results/results.ts';
import type { Reporter, ReportInput } from './reporter.ts';
import { catalogue, type Catalogue } from './shared/catalogue.ts';
import { coverageText, plural } from '../src/results/index.ts';
import {
  type CauseOfTarget,
  causePage,
  causesByTarget,
  exchangeTexts,
  unexplained,
} from './shared/causes.ts';
import { isExcused } from '../src/results/known-failures.ts';
import { runCoverages } from './shared/coverage.ts';
import { escapeMarkdown, escapeMarkup, markdownBlock } from './shared/escape.ts';
import { resultGroups, ofStatus, otherScenarios, type ResultGroup } from './shared/group.ts';
import { matrix, type MatrixCheck } from './shared/matrix.ts';
import { namesOf } from './shared/names.ts';
import { mostInFull, sharedCauses } from './shared/shared-causes.ts';
import { count, noteTexts, staleTexts, summaryLine, verdict } from './shared/summary.ts';

/** The number of findings with details: a comment on GitHub has at most 65,536 characters. */
const detailedFindings = 30;

/** A summary for a comment on a pull request. */
export const markdown: Reporter = {
  id: 'markdown',
  title: 'Summary for a comment on a pull request',
  render(input) {
    const { results, durationMs } = input.results;
    const about = catalogue(input);
    const { kind, sentence } = verdict(input);
    const mark = { conforms: '✅', fails: '❌', unknown: '⚠️', survey: '📊' }[kind];
    const causes = causeBlocks(input, about);
    const others = [...resultGroups(unexplained(results)), ...resultGroups(ofStatus(results, 'error'))];
    const all = [...causes, ...others.map((group) => details(group, about))];
    const rest = all.length - detailedFindings;
    return [
      `## ${mark} CORS: ${escapeMarkdown(sentence)}`,
      `${summaryLine(count(results), durationMs)}.`,
      table(input),
      ...noteTexts(input.results).map((text) => `⚠️ ${escapeMarkdown(text)}`),
      ...(input.mode === 'run' ? coverageBlocks(input, about) : []),
      ...all.slice(0, detailedFindings),
      ...(rest > 0 ? [`… and ${rest} more: see the other reports.`] : []),
      ...staleBlock(input),
      ...knownBlock(results.filter(isExcused), about),
      `<sub>corspec ${escapeMarkdown(input.results.tool.version)} · ${browsers(input)}</sub>`,
      '',
    ]
      .join('\n\n')
      .replace(/\n+$/, '\n');
  },
};

function table({ results }: ReportInput): string {
  const { policies, rows } = matrix(results);
  const line = (checks: readonly string[]): string => `| ${checks.join(' | ')} |`;
  return [
    line(['', ...policies.map(escapeMarkdown)]),
    line(['---', ...policies.map(() => '---')]),
    ...rows.map(({ target, checks }) =>
      line([`**${escapeMarkdown(target.title || target.id)}**`, ...checks.map(checkText)]),
    ),
  ].join('\n');
}

function checkText(check: MatrixCheck): string {
  if (check.kind !== 'counts') return check.kind === '-' ? '' : `_${check.kind}_`;
  const { pass, fail, known, error, failByLevel } = check.counts;
  const security = failByLevel.security > 0 ? `, **${failByLevel.security} security**` : '';
  const parts = [
    fail > 0 && `❌ ${fail}${security}`,
    error > 0 && `⚠️ ${error}`,
    fail === 0 && pass > 0 && `✅ ${pass}`,
    known > 0 && `${known} known`,
  ];
  return parts.filter(Boolean).join(' ') || 'none apply';
}

/** The most targets, policies and browsers with a coverage, and the most lines about what unlocks checks for each. */
const mostCoverages = 4;
const mostUnlocks = 3;

function coverageBlocks(input: ReportInput, about: Catalogue): string[] {
  const all = runCoverages(input.results, mostUnlocks, input);
  const rest = all.length - mostCoverages;
  const blocks = all.slice(0, mostCoverages).map(({ first, coverage, unlocks }) => {
    const names = [about.targetOf(first.target), first.policy, about.browserOf(first.browser)];
    const place = all.length === 1 ? '' : ` of ${names.join(' · ')}`;
    return [
      `**Coverage${escapeMarkdown(place)}:** ${escapeMarkdown(coverageText(coverage))}`,
      ...unlocks.map((text) => `- ${escapeMarkdown(text)}`),
    ].join('\n');
  });
  return rest > 0 ? [...blocks, `… and the coverage of ${rest} more: see the other reports.`] : blocks;
}

/** So many known failures, or stale entries, are in the summary. */
const mostKnown = 20;

function staleBlock({ results }: ReportInput): readonly string[] {
  const texts = staleTexts(results);
  if (texts.length === 0) return [];
  const file = escapeMarkdown(results.baseline?.file ?? '');
  return [
    `❌ In ${file}, but these checks pass now. Take them out with \`--update-baseline\`:`,
    markdownList(texts.map(escapeMarkdown)),
  ];
}

function knownBlock(known: readonly Result[], about: Catalogue): readonly string[] {
  if (known.length === 0) return [];
  const lines = resultGroups(known).map((group) => {
    const { first, policies, browsers } = group;
    const where = [about.targetOf(first.target), policies.join(', '), browsers.join(', ')].join(' · ');
    return escapeMarkdown(`${first.scenario} (${first.level}): ${where} · ${about.excuseOf(first) ?? ''}`);
  });
  return [
    `<details><summary>${plural(known.length, 'known failure')}</summary>`,
    markdownList(lines),
    '</details>',
  ];
}

/** `lines` are Markdown. */
function markdownList(lines: readonly string[]): string {
  const rest = lines.length - mostKnown;
  const shown = lines.slice(0, mostKnown).map((line) => `- ${line}`);
  return [...shown, ...(rest > 0 ? [`- … and ${rest} more`] : [])].join('\n');
}

/** The causes of each target; of many implementations, each cause once, the worst first: the last ones are not shown. */
function causeBlocks({ mode, results }: ReportInput, about: Catalogue): readonly string[] {
  if (mode !== 'compare' || results.targets.length <= mostInFull)
    return [...causesByTarget(results)].flatMap(([target, own]) =>
      own.map((one) => causeDetails(one, about.targetOf(target))),
    );
  return sharedCauses(results).map(({ first, targets, ...counts }) => {
    const names = namesOf(targets.map(about.targetOf));
    const example = targets.length > 1 ? ` · shown: ${about.targetOf(first.worst.target)}` : '';
    return causeDetails({ cause: first.worst, ...counts }, names, example, targets.length);
  });
}

interface DetailedCause extends CauseOfTarget {
  /** How many others differ from it in the data of their title only. */
  readonly others?: number;
}

function causeDetails(
  { cause, policies, checks, others = 0 }: DetailedCause,
  target: string,
  example = '',
  targets = 1,
): string {
  const { level, title, code, exchange, impact, fix, notes = [], reproduce } = cause;
  const mark = level === 'security' || level === 'required' ? '❌' : '⚠️';
  const shown = exchange === undefined ? null : exchangeTexts(exchange);
  const like = others > 0 ? `, and ${others} like it` : '';
  const extent = `${plural(checks, 'check')}${targets > 1 ? ` of ${targets} implementations` : ''}`;
  return [
    // Markdown treats this as HTML up to the first blank line.
    `<details><summary>${mark} ${level}: ${escapeMarkup(title)}${like} (${extent})</summary>`,
    escapeMarkdown(`${target} · policy ${policies.join(', ')}${example}`),
    ...(shown === null ? [] : [markdownBlock(`${shown.request}\n${shown.response}`)]),
    escapeMarkdown(impact),
    escapeMarkdown(fix.says),
    ...(fix.snippet === undefined ? [] : [markdownBlock(fix.snippet.trimEnd())]),
    ...notes.map(({ text }) => escapeMarkdown(text)),
    markdownBlock(reproduce),
    `[${escapeMarkdown(code)}](${causePage(code)})`,
    '</details>',
  ].join('\n\n');
}

function details(finding: ResultGroup, about: Catalogue): string {
  const { first, policies, browsers } = finding;
  const others = otherScenarios(finding);
  const mark = first.status === 'error' ? '⚠️ error' : `❌ ${first.level}`;
  const spec = about.specOf(first);
  const { title: text = '', impact } = about.scenario(first.scenario) ?? {};
  const where = [about.targetOf(first.target), `policy ${policies.join(', ')}`, browsers.join(', ')].join(
    ' · ',
  );
  // Markdown treats this as HTML up to the first blank line.
  const title = `<code>${escapeMarkup(first.scenario)}</code> ${escapeMarkup(text)}`;
  return [
    `<details><summary>${mark}: ${title}</summary>`,
    escapeMarkdown(where),
    markdownBlock([first.message, first.wire && `Wire: ${first.wire}`].filter(Boolean).join('\n')),
    ...(impact !== undefined && first.status === 'fail' ? [escapeMarkdown(impact)] : []),
    ...(others === null ? [] : [escapeMarkdown(`Same error in: ${others}`)]),
    markdownBlock(first.reproduce),
    ...(spec ? [`[Fetch standard](${spec})`] : []),
    '</details>',
  ].join('\n\n');
}

function browsers({ results }: ReportInput): string {
  return results.browsers.map(({ name, version }) => escapeMarkdown(`${name} ${version}`)).join(', ');
}
