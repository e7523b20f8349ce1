import { worstFirst } from '../../../src/results/problems.ts';
import type { Level } from '../../../src/scenarios/scenario.ts';
import { type FailureCounts, mostFailures, sumOf, type TargetFailures } from './target-failures.ts';
import { axisEnd, type TimeAxis } from './time-axis.ts';

const height = 60;

/** The height of the line that says that a run found no failure. */
const passHeight = 3;

/**
 * The failures of a target over time, as areas on top of each other, the most serious at the bottom.
 * @param label what the chart shows, as markup for an attribute
 */
export function chart(failures: TargetFailures, { edges }: TimeAxis, label: string): string {
  const most = Math.max(1, mostFailures(failures));
  // The area of a level includes the more serious ones, which are drawn over it.
  const areas = worstFirst.toReversed().flatMap((level) => {
    if (!failures.runs.some((counts) => counts !== null && counts[level] > 0)) return [];
    const heights = failures.runs.map((counts) => Math.round((height * upTo(level, counts)) / most));
    const path = steps(heights, edges);
    return [`<path class="${level}" d="${path}"/>`];
  });
  const passes = failures.runs.map((counts) => (counts !== null && sumOf(counts) === 0 ? passHeight : 0));
  const passPath = steps(passes, edges);
  if (passPath !== '') areas.push(`<path class="pass" d="${passPath}"/>`);
  return `<svg class="chart" role="img" aria-label="${label}" viewBox="0 0 ${axisEnd} ${height}" preserveAspectRatio="none">${areas.join('')}</svg>`;
}

/** The failures of a level and of the more serious ones. */
function upTo(level: Level, counts: FailureCounts): number {
  if (counts === null) return 0;
  return worstFirst.slice(0, worstFirst.indexOf(level) + 1).reduce((sum, one) => sum + counts[one], 0);
}

/** The outline of bars of these heights, without those of height 0; neighbors of one height are one bar. */
function steps(heights: readonly number[], edges: readonly number[]): string {
  let path = '';
  let before = 0;
  for (const [index, current] of heights.entries()) {
    const x = edges[index] ?? 0;
    if (before === 0 && current > 0) path += `M${x} ${height}V${height - current}`;
    else if (before > 0 && current === 0) path += `H${x}V${height}Z`;
    else if (before !== current) path += `H${x}V${height - current}`;
    before = current;
  }
  return before > 0 ? `${path}H${axisEnd}V${height}Z` : path;
}
