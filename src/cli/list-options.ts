/** The lists of `corspec list`, in the order in which it shows them all. */
export const listKinds = ['scenarios', 'servers', 'policies', 'browsers', 'reporters'] as const;
export type ListKind = (typeof listKinds)[number];

export interface ListOptions {
  /** Ids or globs of scenarios to describe in full, instead of one line each. */
  readonly describe?: readonly string[];
  readonly json?: boolean;
  readonly suite?: readonly string[];
  readonly scenario?: readonly string[];
  readonly level?: readonly string[];
  readonly servers?: readonly string[];
}
