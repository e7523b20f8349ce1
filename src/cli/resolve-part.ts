import { resolve } from 'node:path';
import { quoted, type Validated } from '../options/validated.ts';
import type { Shard } from '../results/run-parts.ts';
import { isLinesName } from '../results-files/names.ts';
import { isGzipName } from '../system/gzip.ts';
import type { Catalogue } from './catalogue.ts';
import type { RunOptions } from './command-line.ts';
import { type ReportPlan, writesLines } from './resolve-reporters.ts';

/** Which part of a run is played, and the files that are written meanwhile. */
export interface PartPlan {
  readonly shard?: Shard;
  /** Files with earlier results, as typed. */
  readonly durations: readonly string[];
  /** The files of JSON Lines. */
  readonly lines: readonly string[];
  /** One of them. */
  readonly resume?: string;
}

/** `--shard`, `--durations`, `--resume`, and reports as JSON Lines. Undefined without any of them. */
export function resolvePart(
  options: RunOptions,
  reports: readonly ReportPlan[],
): Validated<PartPlan | undefined> {
  const shard = resolveShard(options.shard);
  const { resume, durations = [] } = options;
  const problems = [
    ...shard.problems,
    ...(durations.length > 0 && options.shard === undefined
      ? ['--durations: only shards are balanced by durations. Add --shard I/N, or omit it.']
      : []),
    ...resumeProblems(resume),
    ...reports.flatMap(compressedLines),
    ...excluded(options),
  ];
  const lines = reports.flatMap((plan) => (writesLines(plan) ? [plan.file ?? ''] : []));
  if (problems.length > 0 || (options.shard === undefined && lines.length === 0))
    return { value: undefined, problems };
  return {
    value: {
      ...(shard.value && { shard: shard.value }),
      durations,
      lines,
      ...(resume !== undefined && { resume }),
    },
    problems,
  };
}

/** The file of `--resume` is a report as well, whether it is named with `--reporter` or not. */
export function withResumedFile(
  reports: readonly ReportPlan[],
  { resume }: Pick<RunOptions, 'resume'>,
  { reporters }: Pick<Catalogue, 'reporters'>,
): readonly ReportPlan[] {
  const reporter = reporters.find(({ lines }) => lines !== undefined);
  if (resume === undefined || resume === '' || reporter === undefined) return reports;
  const isNamed = reports.some(({ file }) => file !== undefined && resolve(file) === resolve(resume));
  return isNamed ? reports : [...reports, { reporter, file: resume }];
}

const mostShards = 10_000;

function resolveShard(text: string | undefined): Validated<Shard | undefined> {
  if (text === undefined) return { value: undefined, problems: [] };
  const [, index = '', of = ''] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text) ?? [];
  const none = (reason: string) => ({ value: undefined, problems: [`--shard ${quoted(text)}: ${reason}`] });
  if (/^0+\/\d+$/.test(text))
    return none(`shards are counted from 1: 1/${text.split('/')[1] ?? ''} is the first.`);
  if (index === '') return none('expected INDEX/COUNT, such as 1/4.');
  const shard = { index: Number(index), of: Number(of) };
  if (shard.index > shard.of) return none(`there are only ${shard.of} shards. The last one is ${of}/${of}.`);
  return shard.of > mostShards ? none(`at most ${mostShards} shards.`) : { value: shard, problems: [] };
}

function resumeProblems(file: string | undefined): readonly string[] {
  if (file === undefined) return [];
  if (file === '') return ['--resume "": the file name is empty. Use --resume FILE.jsonl.'];
  if (isLinesName(file) && !isGzipName(file)) return [];
  return [
    `--resume ${quoted(file)}: expected the name of a file of JSON Lines, such as results.jsonl: only those are written while the run goes on.`,
  ];
}

function compressedLines({ reporter, file = '' }: ReportPlan): readonly string[] {
  if (!writesLines({ reporter, file }) || !isGzipName(file)) return [];
  return [
    `--reporter ${reporter.id}=${quoted(file)}: JSON Lines are written while the run goes on, and so are not compressed. Use ${file.slice(0, -'.gz'.length)}, or ${file.replace(/\.\w+\.gz$/i, '.json.gz')}.`,
  ];
}

/** What needs the whole run. */
function excluded({ shard, resume, watch, updateBaseline }: RunOptions): readonly string[] {
  const part = shard !== undefined ? '--shard' : '--resume';
  if (shard === undefined && resume === undefined) return [];
  return [
    ...(watch === true ? [`--watch: repeats a whole run. Omit it, or ${part}.`] : []),
    ...(updateBaseline === true && shard !== undefined
      ? [
          '--update-baseline: each shard would write only its own failures. Run without --shard to write the baseline.',
        ]
      : []),
  ];
}
