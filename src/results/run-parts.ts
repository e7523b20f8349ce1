import * as z from 'zod';
import type { CheckKey } from './excuse.ts';

/** One of the parts of a run, which run by themselves: `--shard 2/4`. */
export const shard = z.strictObject({ index: z.int().positive(), of: z.int().positive() });
export type Shard = z.infer<typeof shard>;

/** What the parts of one run have in common, so that they can be put together and played to the end. */
export const planSummary = z
  .strictObject({
    id: z.string().describe('The same for all parts of one run, and different for another run.'),
    shard: shard.optional(),
    targets: z.array(z.string()).describe('The ids of all targets of the whole run, in order.'),
    policies: z.array(z.string()),
    scenarios: z.array(z.string()),
    browsers: z.array(z.string()),
  })
  .describe('The plan of the whole run, of a run with --shard or of one that can be resumed.');
export type PlanSummary = z.infer<typeof planSummary>;

/** `2/4` */
export function shardText({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/** The place of a check in the order of the whole run: target, policy, scenario, browser. Null if it is not of the plan. */
export function rankIn(plan: PlanSummary): (check: CheckKey) => number | null {
  const lists = [plan.targets, plan.policies, plan.scenarios, plan.browsers].map(
    (ids) => new Map(ids.map((id, index) => [id, index])),
  );
  return ({ target, policy, scenario, browser }) => {
    let rank = 0;
    for (const [index, id] of [target, policy, scenario, browser].entries()) {
      const place = lists[index]?.get(id);
      if (place === undefined) return null;
      rank = rank * (lists[index]?.size ?? 1) + place;
    }
    return rank;
  };
}
