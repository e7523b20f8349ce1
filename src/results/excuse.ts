import * as z from 'zod';

/** Why a failure does not decide the exit status. */
export const excuse = z.strictObject({
  by: z
    .enum(['baseline', 'ignore'])
    .describe('`baseline`: the failure is in the baseline file. `ignore`: a rule of the configuration.'),
  reason: z.string().optional().describe('Of an ignore rule.'),
});
export type Excuse = z.infer<typeof excuse>;

/** Identifies a check in all runs. */
export const checkKey = z.strictObject({
  target: z.string(),
  policy: z.string(),
  browser: z.string(),
  scenario: z.string(),
});
export type CheckKey = z.infer<typeof checkKey>;

/** What a run found out about its baseline. */
export const baselineSummary = z.strictObject({
  file: z.string().describe('As it was named on the command line.'),
  known: z.int().nonnegative().describe('How many failures of this run are in the file.'),
  stale: z.array(checkKey).describe('Entries of checks that pass now. They fail the run.'),
});
export type BaselineSummary = z.infer<typeof baselineSummary>;

/** A key for maps and sets. */
export function keyOfCheck({ target, policy, browser, scenario }: CheckKey): string {
  return JSON.stringify([target, policy, browser, scenario]);
}
