import type { CauseSummary } from './cause.ts';
import type { ResultsHead } from './results-head.ts';
import { type PlanSummary, shardText } from './run-parts.ts';
import { worstFirst } from './problems.ts';

interface Part {
  readonly file: string;
  readonly head: ResultsHead;
}

/** What files say of the runs that they are parts of. */
export interface Parts {
  /** The plan, if all files are parts of one run. */
  readonly complete: PlanSummary | null;
  /** What is missing: shards without a file, and runs that did not end. */
  readonly gaps: readonly string[];
}

export function partsOf(files: readonly Part[]): Parts {
  const plans = new Map<string, { readonly plan: PlanSummary; readonly files: Part[] }>();
  for (const file of files) {
    const { plan } = file.head;
    if (plan === undefined) continue;
    const known = plans.get(plan.id);
    if (known === undefined) plans.set(plan.id, { plan, files: [file] });
    else known.files.push(file);
  }
  const [only] = plans.values();
  const isOneRun = plans.size === 1 && only?.files.length === files.length;
  return {
    complete: isOneRun ? only.plan : null,
    gaps: [...[...plans.values()].flatMap((run) => missingShards(run.files)), ...files.flatMap(unended)],
  };
}

function missingShards(files: readonly Part[]): readonly string[] {
  const shards = files.flatMap(({ head }) => head.plan?.shard ?? []);
  return [...new Set(shards.map(({ of }) => of))].flatMap((of) => {
    const there = new Set(shards.filter((one) => one.of === of).map(({ index }) => index));
    const missing = Array.from({ length: of }, (_, index) => index + 1).filter((index) => !there.has(index));
    if (missing.length === 0) return [];
    const names = missing.map((index) => shardText({ index, of })).join(', ');
    return [
      `The results of shard ${names} are missing. Run ${missing.length === 1 ? 'it' : 'them'} with --shard, and merge all files.`,
    ];
  });
}

function unended({ file, head }: Part): readonly string[] {
  return head.interrupted === true
    ? [`The run of ${file} did not end. Play what is missing with --resume, and merge all files.`]
    : [];
}

/** What a run says of itself, in the order of its plan. */
export function inOrderOf(plan: PlanSummary, head: ResultsHead): ResultsHead {
  const ranks = (ids: readonly string[]) => new Map(ids.map((id, index) => [id, index]));
  const [targets, policies, browsers] = [ranks(plan.targets), ranks(plan.policies), ranks(plan.browsers)];
  const rank = (map: ReadonlyMap<string, number>, id: string) => map.get(id) ?? map.size;
  const byCause = (a: CauseSummary, b: CauseSummary) =>
    rank(targets, a.target) - rank(targets, b.target) ||
    rank(policies, a.policy) - rank(policies, b.policy) ||
    worstFirst.indexOf(a.level) - worstFirst.indexOf(b.level) ||
    b.checks.length - a.checks.length;
  return {
    ...head,
    browsers: head.browsers.toSorted((a, b) => rank(browsers, a.id) - rank(browsers, b.id)),
    targets: head.targets
      .toSorted((a, b) => rank(targets, a.id) - rank(targets, b.id))
      .map((target) => ({
        ...target,
        policies: Object.fromEntries(
          Object.entries(target.policies).sort(([a], [b]) => rank(policies, a) - rank(policies, b)),
        ),
      })),
    ...(head.causes !== undefined && { causes: head.causes.toSorted(byCause) }),
  };
}
