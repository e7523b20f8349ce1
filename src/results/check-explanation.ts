import * as z from 'zod';

export const header = z.tuple([z.string(), z.string()]);

export const decidedAt = z.strictObject({
  step: z.string().describe("The step of the standard's algorithm, such as `cors-check`."),
  anchor: z.string().describe('Anchor in the Fetch standard, with `#`.'),
  header: z.string().optional().describe('The header that decided, in lower case.'),
  code: z
    .string()
    .optional()
    .describe('Why the step went as it did, such as `allow-origin-missing`. Stable, while texts may change.'),
  says: z.string().describe('The same as a sentence.'),
});
export type DecidedAt = z.infer<typeof decidedAt>;

const originRow = z.strictObject({
  part: z.enum(['scheme', 'host', 'port']),
  page: z.string(),
  server: z.string(),
  same: z.boolean(),
});

const check = z.strictObject({
  ok: z.boolean(),
  code: z.string().optional().describe('Of the reason, such as `allow-origin-missing`.'),
  says: z.string(),
  anchor: z.string().describe('Anchor in the Fetch standard, with `#`.'),
  header: z.string().optional().describe('In lower case.'),
});

const paragraph = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('origins'), rows: z.array(originRow) }),
  z.strictObject({
    kind: z.literal('recorded'),
    exchange: z.int().nonnegative().describe("Index in the result's exchanges."),
  }),
  z.strictObject({ kind: z.literal('checks'), checks: z.array(check) }),
]);

const chapter = z.strictObject({
  title: z.string(),
  answer: z.string(),
  turn: z
    .enum(['on', 'stop', 'unknown'])
    .describe('`stop`: the request ends here, as a network error. `unknown`: nothing more was seen.'),
  paragraphs: z.array(paragraph),
});

const ending = z.strictObject({
  outcome: z.enum(['readable', 'blocked', 'opaque', 'unknown']),
  says: z.string(),
  rows: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  decidedBy: decidedAt.optional(),
});

const advice = z.strictObject({
  says: z.string(),
  send: z.array(header).describe('What the server has to send for this request.'),
  on: z.enum(['preflight', 'response']).describe('Which response is to carry it.'),
  unsent: z
    .literal(true)
    .optional()
    .describe('The request was not sent: what its response needs after the preflight is fixed.'),
});

/**
 * What the Fetch standard has a browser do with one request of a check: the story of `corspec explain`, with places in
 * the check's exchanges for the exchanges themselves. Values in texts stand in backticks.
 */
export const checkExplanation = z.strictObject({
  chapters: z.array(chapter),
  ending,
  advice: z.array(advice).describe('The most pressing first; none where the request is not meant to pass.'),
});
export type CheckExplanation = z.infer<typeof checkExplanation>;

/** The parts, as `corspec explain` has them as well. */
export type OriginRow = DeepReadonly<z.infer<typeof originRow>>;
export type ShownCheck = DeepReadonly<z.infer<typeof check>>;
export type CheckParagraph = DeepReadonly<z.infer<typeof paragraph>>;
export type CheckSection = DeepReadonly<z.infer<typeof chapter>>;
export type CheckEnding = DeepReadonly<z.infer<typeof ending>>;
export type Advice = DeepReadonly<z.infer<typeof advice>>;

type DeepReadonly<T> = { readonly [Key in keyof T]: DeepReadonly<T[Key]> };
