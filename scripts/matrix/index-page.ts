import { groupBy } from '../../reports/shared/group.ts';
import { bullets, code, link, paragraphs, table } from '../markdown.ts';
import { byLevel, causesOf, cellsOf, type FindingsOf, type KnownCause, tally, type Tally } from './facts.ts';
import { closingSentence, countColumns, countsOf } from './closing.ts';
import { notableSections } from './notable.ts';
import type { MatrixRecord, PlayedImplementation } from './record.ts';
import { cellText, generatedByMatrix, verdictText, versionsText } from './texts.ts';

/** `docs/matrix.md` */
export function indexPage(matrix: MatrixRecord, findingsOf: FindingsOf): string {
  const tested = matrix.implementations
    .filter(({ id }) => id !== 'reference')
    .map((one) => ({ one, counts: tally(Object.values(cellsOf(one))) }))
    .sort((a, b) => badness(a.counts) - badness(b.counts) || (a.one.id < b.one.id ? -1 : 1));
  return paragraphs([
    generatedByMatrix,
    '# CORS in libraries, frameworks and proxies',
    introduction(matrix, tested.length),
    '## Implementations',
    'The worst come last. Counts are of checks in the model, a scenario under a policy each. “Unsupported” counts policies that cannot be expressed, or that the implementation refuses.',
    table(
      ['implementation', 'kind', 'language', 'versions', ...countColumns],
      tested.map(({ one }) => [pageLink(one), one.kind, one.language, versionsText(one), ...countsOf(one)]),
    ),
    closingSentence(matrix),
    '## The most interesting findings',
    'Chosen by hand: what grants access to origins that the policy excludes comes first. The line is that of the library in the version of the table.',
    ...notableSections(matrix, findingsOf),
    '## Policies',
    `What fails under each of the ${matrix.policies.length} policies; ✓: nothing does.`,
    table(
      ['implementation', ...matrix.policies],
      tested.map(({ one }) => [
        pageLink(one),
        ...matrix.policies.map((policy) => cellText(cellsOf(one)[policy])),
      ]),
    ),
    '## What fails',
    ...whatFails(
      tested.map(({ one }) => one),
      matrix,
      findingsOf,
    ),
    '## Reproduce it',
    'Every cell: `npx corspec run NAME --policy POLICY --browser model`, or without `--browser` in a real browser; the page of an implementation has its commands. Everything: `npm run matrix` in a clone of the repository; `npm run matrix -- --table` prints the counts. [Three failures](reproductions.md) are shown with curl and Chromium alone. The results are in `results/matrix.json.gz`.',
  ]);
}

function introduction({ browsers, implementations, scenarios, tool }: MatrixRecord, tested: number): string {
  const dates = implementations.map(({ date }) => date).sort();
  const [first = '', last = ''] = [dates[0], dates.at(-1)];
  const when = first === last ? `on ${first}` : `from ${first} to ${last}`;
  const real = Object.entries(browsers)
    .filter(([name]) => name !== 'model')
    .map(
      ([name, version]) =>
        `${name} ${version} (${plural(implementations.filter(({ runs }) => runs[name] !== undefined).length, 'implementation')})`,
    );
  return `${plural(tested, 'implementation')}, each configured as its documentation has it, were run ${when} with corspec ${tool}: ${scenarios.length} scenarios in the model${real.length === 0 ? '' : `, and in ${real.join(', ')}`}. Each failure was looked into in the implementation’s source.`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Security weighs more than anything else, then what keeps users from what the policy allows. */
function badness({ failed, passed }: Tally): number {
  const all = Math.max(1, passed + failed.security + failed.required + failed.recommended);
  return failed.security * 1e6 + (failed.required + failed.recommended / 1000) / all;
}

function pageLink({ id, title }: PlayedImplementation): string {
  return link(title, `matrix/${id}.md`);
}

interface OfImplementation extends KnownCause {
  readonly one: PlayedImplementation;
}

/** Each kind of mistake once, security first, with the implementations that make it and why. */
function whatFails(
  tested: readonly PlayedImplementation[],
  matrix: MatrixRecord,
  findingsOf: FindingsOf,
): string[] {
  const all = tested.flatMap((one) =>
    causesOf(one, matrix, findingsOf(one.id)).map((known): OfImplementation => ({ ...known, one })),
  );
  const byCode = [...groupBy(all, ({ cause }) => cause.code).values()].map((same) =>
    same.sort((a, b) => byLevel(a.cause, b.cause)),
  );
  byCode.sort(([a], [b]) => (a === undefined || b === undefined ? 0 : byLevel(a.cause, b.cause)));
  return byCode.flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const lines = [...groupBy(same, ({ one }) => one.id).values()].map(implementationLine);
    return [
      `### ${first.cause.title}`,
      `${link(code(first.cause.code), `causes/${first.cause.code}.md`)} · level ${first.cause.level} · ${plural(lines.length, 'implementation')}`,
      bullets(lines),
    ];
  });
}

function implementationLine(same: readonly OfImplementation[]): string {
  const [first] = same;
  if (first === undefined) return '';
  const [finding] = same.flatMap(({ findings }) => findings);
  const count = new Set(same.flatMap(({ scenarios }) => scenarios)).size;
  const why = finding === undefined ? '' : `: ${finding.why} (${verdictText(finding)})`;
  return `${pageLink(first.one)}, ${plural(count, 'scenario')}${why}`;
}
