/** What stands on the command line of `corspec check-server`, as text: commander has parsed it, nothing is validated. */
export interface CheckServerOptions {
  readonly routes?: string;
  readonly allowWrites?: boolean;
  readonly targetHeader?: readonly string[];
  readonly insecure?: boolean;
  readonly servers?: readonly string[];
  readonly json?: boolean;
}
