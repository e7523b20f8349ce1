import * as z from 'zod';
import type { Outcome } from '../results/outcome.ts';
import type { PageEnd, PageMessage } from './work.ts';
import { header } from '../results/check-explanation.ts';

/** How much of a text from a page is kept: characters. corspec's page sends no more. */
const longestText = 2048;

const text = z.string().transform((value) => value.slice(0, longestText));

const stepOutcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('response'),
    type: z.enum(['basic', 'cors', 'opaque', 'opaqueredirect', 'default', 'error']).nullable(),
    status: z.int().min(0).max(999),
    redirected: z.boolean(),
    url: z.string(),
    headers: z.array(header).optional(),
    body: text.optional(),
    incomplete: z.literal(true).optional(),
  }),
  z.strictObject({ kind: z.literal('error'), name: text, message: text }),
  z.strictObject({ kind: z.literal('sent') }),
  z.strictObject({ kind: z.literal('timeout'), afterMs: z.number().nonnegative() }),
]);

const outcome = z.strictObject({ steps: z.array(stepOutcome), cookie: z.string().optional() });

const message = z.union([
  z.strictObject({ check: z.string(), outcome, durationMs: z.number().nonnegative() }),
  z.strictObject({ check: z.string(), problem: text }),
]);

const end = z.strictObject({ problem: text.optional() });

/** An invalid message of a page. `check` is the affected check, if the message names one. */
export interface Unreadable {
  readonly check: string | null;
}

/** Reads the body of `PUT /.corspec/outcomes`: each message separately. Null if it is not a list. */
export function readMessages(body: string): readonly (PageMessage | Unreadable)[] | null {
  const list = parse(body);
  return Array.isArray(list) ? list.map(readMessage) : null;
}

function readMessage(value: unknown): PageMessage | Unreadable {
  const read = message.safeParse(value);
  if (!read.success) return { check: named.safeParse(value).data?.check ?? null };
  if ('problem' in read.data) return read.data;
  return { ...read.data, outcome: read.data.outcome as Outcome };
}

const named = z.looseObject({ check: z.string() });

/** Reads the body of `PUT /.corspec/end`. Null if it is invalid. */
export function readEnd(body: string): PageEnd | null {
  const read = end.safeParse(parse(body));
  return read.success ? (read.data as PageEnd) : null;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
