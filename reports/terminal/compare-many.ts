import { plural } from '../../src/results/index.ts';
import type { Result, TargetSummary } from '../../src/results/results.ts';
import { pad, wrap } from '../../src/text/columns.ts';
import { printable } from '../../src/text/printable.ts';
import { widthOf } from '../../src/text/width.ts';
import type { ReportInput } from '../reporter.ts';
import type { Catalogue } from '../shared/catalogue.ts';
import { groupBy, levelsByWeight } from '../shared/group.ts';
import { namesOf } from '../shared/names.ts';
import { sharedCauses } from '../shared/shared-causes.ts';
import { count, type Counts } from '../shared/summary.ts';
import { levelPaint, type Style } from './style.ts';

/** An implementation with what its checks came to. */
interface Row {
  readonly target: TargetSummary;
  readonly counts: Counts;
}

/** How an implementation did, the best first: the worst are nearest to the prompt. */
const outcomes = [
  { title: 'Not run', isOne: ({ counts }: Row) => counts.pass + counts.fail === 0 },
  { title: 'No failures', isOne: ({ counts }: Row) => counts.fail === 0 },
  { title: 'Failures below level required', isOne: ({ counts }: Row) => gating(counts) === 0 },
  { title: 'Failures at level required', isOne: ({ counts }: Row) => counts.failByLevel.security === 0 },
  { title: 'Failures at level security', isOne: () => true },
] as const;

/** A line for each implementation, grouped, the worst last; then each cause once, security last. */
export function compareManyLines(input: ReportInput, about: Catalogue, style: Style): string[] {
  const byTarget = groupBy(input.results.results, ({ target }) => target);
  const rows = input.results.targets.map((target): Row => ({
    target,
    counts: count(onceEach(byTarget.get(target.id) ?? [])),
  }));
  const groups = groupBy(rows, (row) => outcomes.findIndex(({ isOne }) => isOne(row)));
  const widths: Widths = {
    name: Math.max(...rows.map(({ target }) => widthOf(nameOf(target)))),
    language: Math.max(...rows.map(({ target }) => widthOf(languageOf(target)))),
  };
  return [
    ...causeLines(input, about, style),
    ...[...groups]
      .sort(([a], [b]) => a - b)
      .flatMap(([index, same]) => [
        style.paint.bold(`${outcomes[index]?.title} (${same.length})`),
        ...same.sort((a, b) => badness(a) - badness(b)).map((row) => rowLine(row, widths, style)),
        '',
      ]),
  ];
}

/** A check that several browsers ran counts once: as a failure if it is one in some. */
function onceEach(results: readonly Result[]): readonly Result[] {
  const checks = groupBy(results, ({ policy, scenario }) => `${policy} ${scenario}`);
  return [...checks.values()].flatMap(
    (same) => same.find(({ status }) => status === 'fail') ?? same[0] ?? [],
  );
}

function gating({ failByLevel }: Counts): number {
  return failByLevel.security + failByLevel.required;
}

function badness({ counts: { failByLevel, pass } }: Row): number {
  return [...levelsByWeight].reverse().reduce((sum, level, place) => sum + failByLevel[level] * 10 ** (3 * place), -pass / 1e6); // prettier-ignore
}

function nameOf({ id, title }: TargetSummary): string {
  return printable(title || id);
}

function languageOf({ language = '' }: TargetSummary): string {
  return printable(language);
}

interface Widths {
  readonly name: number;
  /** 0 where no target has one. */
  readonly language: number;
}

function rowLine({ target, counts }: Row, widths: Widths, style: Style): string {
  const worst = levelsByWeight.find((level) => counts.failByLevel[level] > 0);
  const states = Object.values(target.policies);
  const unsupported = states.filter(({ status }) => status === 'unsupported').length;
  const [broken] = states.filter(({ status }) => status === 'unavailable' || status === 'error');
  const parts = [
    ...levelsByWeight
      .filter((level) => counts.failByLevel[level] > 0)
      .map((level) => levelPaint(style, level)(`${counts.failByLevel[level]} ${level}`)),
    counts.pass > 0 && `${counts.pass} passed`,
    counts.error > 0 && style.paint.magenta(plural(counts.error, 'error')),
    unsupported > 0 &&
      style.paint.dim(`${plural(unsupported, 'policy').replace('policys', 'policies')} unsupported`),
    broken !== undefined && style.paint.magenta(`${broken.status}: ${firstLine(broken.reason ?? '')}`),
  ].filter(Boolean);
  const mark =
    worst === undefined
      ? counts.pass > 0
        ? style.paint.green('✓')
        : '·'
      : levelPaint(style, worst)(gating(counts) > 0 ? '✗' : '⚠');
  const language =
    widths.language === 0 ? '' : `${style.paint.dim(pad(languageOf(target), widths.language))}  `;
  return `  ${mark} ${pad(nameOf(target), widths.name)}  ${language}${parts.join(', ')}`;
}

function firstLine(text: string): string {
  return printable(text.split('\n')[0] ?? '');
}

/** Each mistake that gates once, with the implementations that make it. */
function causeLines(input: ReportInput, about: Catalogue, style: Style): string[] {
  const gatingLevels: readonly string[] = ['security', 'required'];
  const gatingCauses = sharedCauses(input.results).filter(({ first }) => gatingLevels.includes(first.worst.level)); // prettier-ignore
  return [...gatingCauses].reverse().flatMap(({ first, others, targets }) => {
    const { level, title } = first.worst;
    const like = others > 0 ? ` (and ${others} like it)` : '';
    const [head = '', ...more] = wrap(printable(`${level}: ${title}${like}`), style.columns - 2);
    return [
      `${levelPaint(style, level)('✗')} ${head}`,
      ...more.map((line) => `  ${line}`),
      ...wrap(printable(namesOf(targets.map(about.targetOf))), style.columns, '    ').map(style.paint.dim),
      '',
    ];
  });
}
