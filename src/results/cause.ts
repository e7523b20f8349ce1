import * as z from 'zod';
import { levels } from '../scenarios/scenario.ts';
import { header } from './check-explanation.ts';

const causeFix = z.strictObject({
  says: z.string().describe('What to change on the server, in a sentence or two.'),
  library: z.string().optional().describe('The library that it is for; absent where none is known.'),
  where: z.string().optional().describe('Where the snippet belongs.'),
  snippet: z.string().optional().describe('Configuration to paste, in whole lines.'),
});

/** One problem with one fix, and every check that fails for it. */
export const causeSummary = z.strictObject({
  id: z.string().describe('Unique among the causes of a target under a policy; `results[].cause` names it.'),
  code: z.string().describe('Stable, such as `origin-reflected`. Titles may be reworded.'),
  title: z.string().describe('What is wrong, in one line.'),
  level: z.enum(levels).describe('The worst level of its checks.'),
  target: z.string(),
  policy: z.string(),
  browsers: z.array(z.string()),
  data: z.record(z.string(), z.unknown()).describe('The data of the code, such as `origin`.'),
  impact: z.string().describe('What an attacker gains, or what users lose.'),
  exchange: z
    .strictObject({
      request: z.strictObject({ method: z.string(), url: z.string(), headers: z.array(header) }),
      response: z.strictObject({ status: z.int(), headers: z.array(header) }).optional(),
    })
    .optional()
    .describe('The exchange that shows it, with the header lines that CORS concerns.'),
  message: z.string().describe('The message of the check that shows it best.'),
  notes: z
    .array(z.strictObject({ code: z.string(), text: z.string() }))
    .optional()
    .describe('What the exchange shows besides CORS, such as cookies that a blocked response sets.'),
  fix: causeFix,
  checks: z.array(z.strictObject({ scenario: z.string(), browser: z.string() })),
  excused: z
    .int()
    .positive()
    .optional()
    .describe('How many of its checks a baseline or an ignore rule excuses; absent if none.'),
  reproduce: z.string().describe('The command that runs the check again that shows it best.'),
});
export type CauseSummary = z.infer<typeof causeSummary>;
export type CauseFix = z.infer<typeof causeFix>;
