import { failure, success, type Attempt } from '../text/attempt.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Level } from '../scenarios/scenario.ts';
import type { CauseSummary } from './cause.ts';
import { keyOfCheck } from './excuse.ts';
import type { ResultsHead } from './results-head.ts';
import type { BrowserSummary, Results, TargetSummary } from './results.ts';
import { inOrderOf, partsOf } from './merge-parts.ts';
import { rankIn } from './run-parts.ts';

/** Results and the file that they are in. */
export interface ResultsFile {
  readonly file: string;
  readonly results: Results;
}

/** What a file says of its run, without the results of checks. */
export interface HeadFile {
  readonly file: string;
  readonly head: ResultsHead;
}

/** Puts the results of several runs into one, or says why they do not fit together. */
export function mergeResults(
  files: readonly [ResultsFile, ...ResultsFile[]],
): Attempt<Results, readonly string[]> {
  const [first, ...others] = files;
  if (others.length === 0) return success(first.results);
  const heads = files.map(({ file, results: { results: _, ...head } }) => ({ file, head }));
  const problems = [...browserProblems(heads), ...targetProblems(heads), ...duplicates(files)];
  if (problems.length > 0) return failure(problems);
  const { complete } = partsOf(heads);
  const results = files.flatMap((file) => file.results.results);
  const rank = complete === null ? null : rankIn(complete);
  return success({
    ...mergeHeads(heads as [HeadFile, ...HeadFile[]]),
    results: rank === null ? results : results.sort((a, b) => (rank(a) ?? 0) - (rank(b) ?? 0)),
  });
}

/** What several runs say of themselves, as one run. Of all parts of one run, in its order. */
export function mergeHeads(files: readonly [HeadFile, ...HeadFile[]]): ResultsHead {
  const [first] = files;
  const { complete, gaps } = partsOf(files);
  const all = files.map(({ head }) => head);
  const notes = unique([...gaps.map((text) => ({ target: '', text })), ...all.flatMap((head) => head.notes ?? [])]); // prettier-ignore
  const causes = mergeCauses(all.flatMap((head) => head.causes ?? []));
  const baseline = mergeBaselines(all);
  const namedOnly = unique(all.flatMap((head) => head.namedOnly ?? []));
  const isInterrupted = gaps.length > 0 || all.some(({ interrupted }) => interrupted === true);
  const merged: ResultsHead = {
    schema: first.head.schema,
    tool: first.head.tool,
    startedAt: all.map(({ startedAt }) => startedAt).sort()[0] ?? first.head.startedAt,
    durationMs: all.reduce((sum, { durationMs }) => sum + durationMs, 0),
    ...(isInterrupted && { interrupted: true }),
    browsers: unique(all.flatMap(({ browsers }) => browsers)),
    targets: mergeTargets(all.flatMap(({ targets }) => targets)),
    ...(notes.length > 0 && { notes }),
    ...(all.some((head) => head.causes !== undefined) && { causes }),
    ...(namedOnly.length > 0 && { namedOnly }),
    ...(baseline !== undefined && { baseline }),
  };
  return complete === null ? merged : inOrderOf(complete, merged);
}

function browserProblems(files: readonly HeadFile[]): readonly string[] {
  return conflicts(
    files,
    ({ browsers }) => browsers,
    ({ id }) => id,
    (a, b) => isDeepStrictEqual(a, b),
    (browser) => browserText(browser),
  );
}

function browserText({ id, name, version }: BrowserSummary): string {
  return `${id} is ${name} ${version}`;
}

export function targetProblems(files: readonly HeadFile[]): readonly string[] {
  return conflicts(
    files,
    ({ targets }) => targets,
    ({ id }) => id,
    (a, b) => a.url === b.url && isDeepStrictEqual(a.versions, b.versions),
    ({ id, url, versions }) => {
      const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
      return `${id} is ${[url, ...names].filter((text) => text !== undefined).join(', ') || 'of no known version'}`;
    },
  );
}

/** Things with the same id in two files that are not the same. */
function conflicts<Thing>(
  files: readonly HeadFile[],
  thingsOf: (head: ResultsHead) => readonly Thing[],
  idOf: (thing: Thing) => string,
  isSame: (a: Thing, b: Thing) => boolean,
  textOf: (thing: Thing) => string,
): readonly string[] {
  const seen = new Map<string, { readonly file: string; readonly thing: Thing }>();
  return files.flatMap(({ file, head }) =>
    thingsOf(head).flatMap((thing) => {
      const before = seen.get(idOf(thing));
      if (before === undefined) seen.set(idOf(thing), { file, thing });
      if (before === undefined || isSame(before.thing, thing)) return [];
      return [
        `${textOf(before.thing)} in ${before.file}, but ${textOf(thing)} in ${file}. Report them one by one, or compare them: corspec diff ${before.file} ${file}`,
      ];
    }),
  );
}

function duplicates(files: readonly ResultsFile[]): readonly string[] {
  const seen = new Map<string, string>();
  return files.flatMap(({ file, results }) => {
    const again = results.results.filter((result) => {
      const key = keyOfCheck(result);
      return seen.has(key) || (seen.set(key, file), false);
    });
    const [first] = again;
    if (first === undefined) return [];
    const before = seen.get(keyOfCheck(first)) ?? '';
    const checks = again.length === 1 ? '1 check' : `${again.length} checks`;
    const example = `${first.scenario}, ${first.target}, policy ${first.policy}, ${first.browser}`;
    return [
      `${checks} of ${file} ${again.length === 1 ? 'is' : 'are'} in ${before} as well, such as ${example}. Name each run once; to compare two runs: corspec diff ${before} ${file}`,
    ];
  });
}

function mergeTargets(targets: readonly TargetSummary[]): TargetSummary[] {
  const merged = new Map<string, TargetSummary>();
  for (const target of targets) {
    const before = merged.get(target.id);
    const policies = { ...before?.policies };
    for (const [name, state] of Object.entries(target.policies)) {
      const other = policies[name];
      // One part of a run can find that a response is readable where another part has no check that shows it.
      policies[name] = other === undefined || isWorse(state, other) ? state : other;
    }
    merged.set(target.id, { ...(before ?? target), policies });
  }
  return [...merged.values()];
}

type PolicyState = TargetSummary['policies'][string];

function isWorse(state: PolicyState, other: PolicyState): boolean {
  if (state.status !== other.status) return other.status === 'ready';
  return state.readable === true || other.readable === undefined;
}

/** The parts of one cause: checks in other browsers, or other scenarios. */
function mergeCauses(causes: readonly CauseSummary[]): CauseSummary[] {
  const merged = new Map<string, CauseSummary>();
  for (const cause of causes) {
    const key = JSON.stringify([cause.target, cause.policy, cause.id]);
    const before = merged.get(key);
    merged.set(key, before === undefined ? cause : joinedCause(before, cause));
  }
  return [...merged.values()].sort((a, b) => rank(a) - rank(b) || b.checks.length - a.checks.length);
}

function joinedCause(a: CauseSummary, b: CauseSummary): CauseSummary {
  const worse = rank(b) < rank(a) ? b : a;
  const excused = (a.excused ?? 0) + (b.excused ?? 0);
  return {
    ...worse,
    browsers: unique([...a.browsers, ...b.browsers]),
    checks: [...a.checks, ...b.checks],
    ...(excused > 0 && { excused }),
  };
}

const worstFirst: readonly Level[] = ['security', 'required', 'recommended', 'informative'];

function rank({ level }: CauseSummary): number {
  return worstFirst.indexOf(level);
}

function mergeBaselines(all: readonly ResultsHead[]): Results['baseline'] {
  const found = all.flatMap(({ baseline }) => (baseline === undefined ? [] : [baseline]));
  if (found.length === 0) return undefined;
  return {
    file: unique(found.map(({ file }) => file)).join(', '),
    known: found.reduce((sum, { known }) => sum + known, 0),
    stale: unique(found.flatMap(({ stale }) => stale)),
  };
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
