import * as z from 'zod';
import type { Judged } from '../judge/index.ts';
import type { Result } from '../results/results.ts';

/**
 * A check that is judged, as data: a run that goes on from it has the same causes as one that was not interrupted. Of the
 * exchange that shows a failure best, only its place among the result's exchanges is kept.
 */
export interface KeptCheck {
  readonly result: Result;
  readonly seen: Judged['seen'];
  readonly access: Judged['access'];
  readonly finding:
    (Omit<NonNullable<Judged['finding']>, 'decisive'> & { readonly decisive: number | null }) | null;
}

export function keptCheck({ result, seen, access, finding }: Omit<Judged, 'reason'>): KeptCheck {
  return {
    result,
    seen,
    access,
    finding: finding === null ? null : { ...finding, decisive: finding.decisive?.sequence ?? null },
  };
}

const kept = z.looseObject({
  seen: z.looseObject({
    hasCors: z.boolean(),
    granted: z.array(z.string()),
    answers: z.array(z.string()),
    statuses: z.array(z.number()),
    clues: z.array(z.unknown()),
  }),
  access: z.looseObject({ isReadable: z.boolean(), hasCorsHeader: z.boolean().nullable() }),
  finding: z
    .looseObject({ cause: z.looseObject({ code: z.string() }), decisive: z.number().nullable() })
    .nullable(),
});

/** A check from a file; null if something in it is missing, so that it is played again. */
export function readKept(line: { readonly result: Result }): KeptCheck | null {
  return kept.safeParse(line).success ? (line as KeptCheck) : null;
}

export function judgedOf({ result, seen, access, finding }: KeptCheck): Judged {
  const decisive = result.exchanges?.find(({ sequence }) => sequence === finding?.decisive) ?? null;
  return {
    result,
    seen,
    access,
    reason: null,
    finding: finding === null ? null : ({ ...finding, decisive } as NonNullable<Judged['finding']>),
  };
}
