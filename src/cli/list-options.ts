/** What `corspec list` can show, in the order in which it shows all. */
export const listKinds = ['scenarios', 'servers', 'policies', 'browsers', 'reporters'] as const;
export type ListKind = (typeof listKinds)[number];

export interface ListOptions {
  readonly json?: boolean;
  readonly suite?: readonly string[];
  readonly scenario?: readonly string[];
  readonly level?: readonly string[];
  readonly servers?: readonly string[];
}
