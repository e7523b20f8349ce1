import { isOpenFailure, openCauses } from '../../src/results/known-failures.ts';
import { problemsOf } from '../../src/results/problems.ts';
import type { Results } from '../../src/results/results.ts';

/** What the targets with a tag have in common. */
export interface TagSummary {
  readonly tag: string;
  readonly targets: number;
  /** Targets with a failure that nothing excuses, and targets with an error or without a server. */
  readonly failing: number;
  readonly untested: number;
  /** Different problems. */
  readonly problems: number;
}

/** A summary for each tag, the one with the most failing targets first; none if no target has a tag. */
export function tagSummaries(results: Results): readonly TagSummary[] {
  const byTag = new Map<string, Set<string>>();
  for (const { id, tags = [] } of results.targets)
    for (const tag of tags) byTag.set(tag, (byTag.get(tag) ?? new Set()).add(id));
  if (byTag.size === 0) return [];
  const failing = new Set(results.results.filter(isOpenFailure).map(({ target }) => target));
  const broken = new Set([
    ...results.results.filter(({ status }) => status === 'error').map(({ target }) => target),
    ...results.targets
      .filter(({ policies }) => Object.values(policies).some(({ status }) => status === 'error'))
      .map(({ id }) => id),
  ]);
  const causes = openCauses(results);
  return [...byTag]
    .map(([tag, targets]) => ({
      tag,
      targets: targets.size,
      failing: [...targets].filter((id) => failing.has(id)).length,
      untested: [...targets].filter((id) => broken.has(id) && !failing.has(id)).length,
      problems: problemsOf(causes.filter(({ target }) => targets.has(target))).length,
    }))
    .sort((a, b) => b.failing - a.failing || b.untested - a.untested || (a.tag < b.tag ? -1 : 1));
}
