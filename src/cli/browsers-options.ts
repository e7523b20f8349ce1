/** The options of `corspec browsers`. */
export interface BrowsersOptions {
  readonly browser?: readonly string[];
  readonly case?: readonly string[];
  readonly json?: boolean;
}
