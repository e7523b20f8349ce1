import * as z from 'zod';
import { causeSummary } from './cause.ts';
import { checkExplanation, decidedAt, header } from './check-explanation.ts';
import { baselineSummary, excuse } from './excuse.ts';
import { requestExplanation } from './request-explanation.ts';
import { need } from './needs.ts';
import { planSummary } from './run-parts.ts';
import { levels } from '../scenarios/scenario.ts';

/**
 * `corspec/results@1`: the contract with whatever reads results. The JSON Schema that is published in `schemas/` is
 * generated from this.
 */
export const resultsSchemaName = 'corspec/results@1';

export const statuses = ['pass', 'fail', 'unsupported', 'not-applicable', 'error'] as const;
export type Status = (typeof statuses)[number];

const recorded = { headers: z.array(header), body: z.string(), bodyBytes: z.int().nonnegative() };

const exchange = z.strictObject({
  sequence: z.int(),
  check: z.string().nullable(),
  startedAt: z.number().describe('Milliseconds since the epoch.'),
  durationMs: z.number(),
  protocol: z
    .literal('h2')
    .optional()
    .describe(
      'Over HTTP/2, where the server speaks that alone; names of headers are in lower case there. Absent: HTTP/1.1.',
    ),
  request: z.strictObject({ method: z.string(), url: z.string(), ...recorded }),
  response: z.strictObject({ status: z.int(), reason: z.string(), ...recorded }).optional(),
  failure: z.strictObject({ kind: z.string(), detail: z.string() }).optional(),
});

const stepOutcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('response'),
    type: z.enum(['basic', 'cors', 'opaque', 'opaqueredirect', 'default', 'error']).nullable(),
    status: z.int(),
    redirected: z.boolean(),
    url: z.string(),
    headers: z.array(header).optional(),
    body: z.string().optional(),
    incomplete: z
      .literal(true)
      .optional()
      .describe('The body was not read to its end: what it holds further on is not known.'),
  }),
  z.strictObject({ kind: z.literal('error'), name: z.string(), message: z.string() }),
  z.strictObject({ kind: z.literal('sent') }),
  z.strictObject({ kind: z.literal('timeout'), afterMs: z.number() }),
]);

const outcome = z.strictObject({
  steps: z.array(stepOutcome),
  cookie: z.string().optional(),
  console: z.array(z.string()).optional(),
});

export const resultSchema = z.strictObject({
  target: z.string(),
  policy: z.string(),
  browser: z.string(),
  scenario: z.string(),
  level: z.enum(levels),
  status: z.enum(statuses),
  code: z
    .string()
    .optional()
    .describe(
      'The reason for the status, as a code such as `response-blocked`. Messages are made from it and may be reworded; a code keeps its meaning.',
    ),
  message: z
    .string()
    .optional()
    .describe(
      'What was asked, got and wanted, and what to change; or why it has no verdict; or, of a pass, what is reported as a fact.',
    ),
  needs: need.optional(),
  vacuous: z
    .literal(true)
    .optional()
    .describe(
      'This pass is no evidence: no response had an Access-Control-* header, and no response of this target was readable by an allowed origin, so a server without CORS would pass as well.',
    ),
  step: decidedAt.optional(),
  cause: z
    .string()
    .optional()
    .describe('Of a failure: the id of its cause in `causes`, for this target and policy.'),
  excused: excuse
    .optional()
    .describe(
      'Of a failure that is known: it does not affect the exit status, and its status is still `fail`.',
    ),
  outcome: outcome.nullable(),
  wire: z.string().describe('The shape of what was on the wire: `OPTIONS 204, PUT 200`.'),
  exchanges: z.array(exchange).optional(),
  stories: z
    .array(checkExplanation)
    .optional()
    .describe('The same as `explanation`, under the names of before; gone with version 1.0.'),
  explanation: z
    .array(requestExplanation)
    .optional()
    .describe('What a browser does with each request of the scenario, in order; kept with the exchanges.'),
  deviations: z.array(
    z.strictObject({
      id: z.string().nullable().describe('The name of a known deviation; null for one that is not known.'),
      says: z.string(),
    }),
  ),
  durationMs: z.number(),
  reproduce: z.string().describe('The one command that runs this check again.'),
});

const policyList = z.union([z.literal('*'), z.array(z.string())]).optional();

/** As in a policy file. Its strings are not validated, because secrets in them would be masked. */
const policy = z.strictObject({
  origins: policyList,
  credentials: z.boolean().optional(),
  methods: policyList,
  requestHeaders: policyList,
  exposedHeaders: policyList,
  maxAge: z.int().nonnegative().optional(),
});

const target = z.strictObject({
  id: z.string(),
  title: z.string(),
  language: z.string().optional().describe('Of an implementation: its programming language.'),
  kind: z.string().optional().describe('Of an implementation: `library`, `framework`, `proxy` or `recipe`.'),
  url: z.string().optional(),
  tags: z
    .array(z.string())
    .optional()
    .describe('Those of the configuration, such as the team that owns the server.'),
  protocol: z
    .literal('h2')
    .optional()
    .describe(
      'What corspec speaks to the server: HTTP/2, where the server speaks that alone. Absent: HTTP/1.1.',
    ),
  versions: z.record(z.string(), z.string()),
  policies: z.record(
    z.string(),
    z.strictObject({
      status: z.enum(['ready', 'unsupported', 'unavailable', 'error']),
      reason: z.string().optional(),
      policy: policy
        .optional()
        .describe('What the server intends to allow. Absent in results of older versions.'),
      readable: z
        .boolean()
        .optional()
        .describe(
          'Whether an origin that the policy allows could read a response. Absent if the policy allows no origin, or if that was not found out.',
        ),
    }),
  ),
});

const note = z.strictObject({
  target: z.string().describe('Empty where the note concerns the run as a whole.'),
  text: z.string().describe('Complete sentences.'),
});

const namedOnly = z.strictObject({
  suite: z.string(),
  browser: z.string(),
  scenarios: z.int().positive().describe('How many of its scenarios did not run.'),
});

export const resultsSchema = z.strictObject({
  schema: z.literal(resultsSchemaName),
  tool: z.strictObject({ name: z.literal('corspec'), version: z.string() }),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  interrupted: z.boolean().optional().describe('Ended before its time: checks are missing.'),
  browsers: z.array(
    z.strictObject({ id: z.string(), name: z.string(), version: z.string(), driver: z.string() }),
  ),
  targets: z.array(target),
  notes: z
    .array(note)
    .optional()
    .describe('What concerns a target as a whole, and is not a result of a check.'),
  causes: z
    .array(causeSummary)
    .optional()
    .describe('Why checks fail: one entry a problem, the worst first. Absent in results of older versions.'),
  namedOnly: z
    .array(namedOnly)
    .optional()
    .describe('Suites that did not run in a browser, because browsers run them only if they are named.'),
  baseline: baselineSummary.optional().describe('Present if the run had a baseline.'),
  plan: planSummary.optional(),
  results: z.array(resultSchema),
});

export type Results = z.infer<typeof resultsSchema>;
export type Result = Results['results'][number];
export type TargetSummary = Results['targets'][number];
export type NamedOnly = z.infer<typeof namedOnly>;
export type Note = z.infer<typeof note>;
export type BrowserSummary = Results['browsers'][number];
export type { CauseFix, CauseSummary } from './cause.ts';
export type { DecidedAt } from './check-explanation.ts';
