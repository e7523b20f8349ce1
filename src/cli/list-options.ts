/** What `corspec list` can show, in the order in which it shows all. */
export const listKinds = ['scenarios', 'servers', 'policies', 'browsers', 'reporters'] as const;
export type ListKind = (typeof listKinds)[number];

export interface ListOptions {
  /** Ids or globs of scenarios to be told whole, instead of a line each. */
  readonly tell?: readonly string[];
  readonly json?: boolean;
  readonly suite?: readonly string[];
  readonly scenario?: readonly string[];
  readonly level?: readonly string[];
  readonly servers?: readonly string[];
}
