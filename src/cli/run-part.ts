import { join } from 'node:path';
import { keyOfCheck } from '../results/excuse.ts';
import { type PlanSummary, shardText } from '../results/run-parts.ts';
import type { ResultsHead } from '../results/results-head.ts';
import { resultsSchemaName, type Results } from '../results/results.ts';
import { openLines } from '../results-files/open-lines.ts';
import { readResumed, type Resumed } from '../results-files/resumed.ts';
import { scanFile } from '../results-files/scan.ts';
import { readKept } from '../run/kept-checks.ts';
import type { RunRequest, StartedRun } from '../run/request.ts';
import { type Durations, planSummaryOf, shardOf } from '../run/shards/index.ts';
import { packageVersion } from '../package.ts';
import { quoted } from '../options/validated.ts';
import { reasonOf } from '../system/files.ts';
import { makeTemporaryFolder } from '../system/temporary-folder.ts';
import { PartError } from './part-error.ts';
import type { RunEventHooks } from './perform-run.ts';
import type { PartPlan } from './resolve-part.ts';

/**
 * Plays a part of a run: its shard, without what was played before. Each result is in the files of JSON Lines as soon as it is
 * known.
 * @throws PartError for files that cannot be used
 */
export async function runPart(
  part: PartPlan,
  whole: RunRequest,
  hooks: RunEventHooks,
  run: (request: RunRequest, hooks: RunEventHooks) => Promise<Results>,
): Promise<Results> {
  const durations = await readDurations(part.durations);
  const plan = planSummaryOf(whole, part.shard);
  const shard = part.shard === undefined ? whole : shardOf(whole, part.shard, durations);
  const resumed = part.resume === undefined ? null : await read(part.resume, plan);
  if (resumed !== null && resumed.head.interrupted !== true)
    return { ...resumed.head, results: [...resumed.results] };
  if (shard.targets.length === 0) return withoutChecks(plan);

  const earlier = (resumed?.open ?? []).flatMap((line) => {
    const check = readKept(line);
    // What could not be played is played again.
    return check === null || check.result.status === 'error' ? [] : [check];
  });
  const files = part.lines.map((file) => ({
    file,
    lines: openLines(file, file === part.resume ? (resumed?.length ?? 0) : 0),
  }));
  try {
    const results = await run(
      { ...shard, plan, ...(earlier.length > 0 && { earlier }) },
      {
        ...hooks,
        onStarted(started) {
          if (resumed !== null) refuseOtherBrowsers(resumed.head, started, part.resume ?? '');
          for (const { lines } of files) lines.begin(headOf(plan, started));
        },
        onKept(check) {
          for (const { lines } of files) lines.add(check);
        },
      },
    );
    return resumed === null ? results : { ...results, startedAt: resumed.head.startedAt };
  } finally {
    for (const { file, lines } of files) {
      const problem = lines.close();
      if (problem !== null)
        hooks.onEvent({
          kind: 'warning',
          text: `${quoted(file)} was not written while the run went on: ${problem}`,
        });
    }
  }
}

/** What a file says of a run that has not ended. */
function headOf(plan: PlanSummary, { startedAt, browsers }: StartedRun): ResultsHead {
  return {
    schema: resultsSchemaName,
    tool: { name: 'corspec', version: packageVersion },
    startedAt,
    durationMs: 0,
    interrupted: true,
    browsers,
    targets: [],
    plan,
  };
}

/** There are more shards than work. */
function withoutChecks(plan: PlanSummary): Results {
  const started = { startedAt: new Date().toISOString(), browsers: [] };
  const { interrupted: _, ...head } = headOf(plan, started);
  return { ...head, results: [] };
}

async function read(file: string, plan: PlanSummary): Promise<Resumed | null> {
  const found = await readResumed(file).catch((error: unknown) => {
    throw new PartError([`--resume ${quoted(file)}: ${reasonOf(error, 'file not found')}.`]);
  });
  if (!found.ok) throw new PartError(found.reason.map((reason) => `--resume ${reason}`));
  if (found.value === null) return null;
  const of = found.value.head.plan;
  const textOf = ({ shard }: PlanSummary) =>
    shard === undefined ? 'the whole run' : `shard ${shardText(shard)}`;
  if (of?.id !== plan.id)
    throw new PartError([
      `--resume ${quoted(file)}: it has the results of another run: other targets, policies, scenarios or browsers, or another version of corspec. Use the command that wrote it, or another file.`,
    ]);
  if (textOf(of) !== textOf(plan))
    throw new PartError([
      `--resume ${quoted(file)}: it has the results of ${textOf(of)}, and not of ${textOf(plan)}. Use the file of that shard.`,
    ]);
  return found.value;
}

function refuseOtherBrowsers(
  { browsers: before }: ResultsHead,
  { browsers }: StartedRun,
  file: string,
): void {
  const problems = browsers.flatMap(({ id, name, version }) => {
    const other = before.find((one) => one.id === id);
    if (other === undefined || (other.name === name && other.version === version)) return [];
    return [
      `--resume ${quoted(file)}: its checks were played in ${other.name} ${other.version}, and here is ${name} ${version}. Play the rest with the same version, or use another file.`,
    ];
  });
  if (problems.length > 0) throw new PartError(problems);
}

/** How long checks took, of several earlier runs in the last one of the files. */
async function readDurations(files: readonly string[]): Promise<Durations> {
  const durations = new Map<string, number>();
  const problems: string[] = [];
  const folder = files.length === 0 ? null : await makeTemporaryFolder();
  let copies = 0;
  try {
    for (const file of files) {
      const found = await scanFile(file, {
        newPath: () => join(folder?.path ?? '', String(++copies)),
        onResult(result) {
          if (result.outcome !== null) durations.set(keyOfCheck(result), result.durationMs);
        },
      }).catch((error: unknown) => ({
        ok: false as const,
        reason: [`${quoted(file)}: ${reasonOf(error, 'file not found')}.`],
      }));
      if (!found.ok) problems.push(...found.reason.map((reason) => `--durations ${reason}`));
    }
  } finally {
    await folder?.remove();
  }
  if (problems.length > 0) throw new PartError(problems);
  return durations;
}
