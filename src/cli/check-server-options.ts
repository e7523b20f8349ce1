/** The options of `corspec check-server` as text: parsed by commander, not validated yet. */
export interface CheckServerOptions {
  readonly routes?: string;
  readonly allowWrites?: boolean;
  readonly targetHeader?: readonly string[];
  readonly insecure?: boolean;
  readonly servers?: readonly string[];
  readonly json?: boolean;
}
