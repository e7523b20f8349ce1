/** The options of `corspec explain` as text: parsed by commander, not validated yet. */
export interface ExplainOptions {
  readonly origin?: string;
  readonly method?: string;
  readonly header?: readonly string[];
  readonly credentials?: boolean;
  readonly data?: string;
  readonly cookie?: readonly string[];
  readonly browser?: string;
  readonly allowWrites?: boolean;
  readonly insecure?: boolean;
  readonly json?: boolean;
}
