// The options of each command as text: parsed by commander, not validated yet.

/** The command line of `run` and `compare`. */
export interface CommandLine {
  readonly command: 'run' | 'compare';
  /** TARGET… or ID… */
  readonly targets: readonly string[];
  readonly options: RunOptions;
}

export interface RunOptions {
  /** FILE */
  readonly config?: string;
  /** FILE */
  readonly openapi?: string;
  /** URL */
  readonly baseUrl?: string;
  readonly policy?: readonly string[];
  readonly origin?: readonly string[];
  readonly credentials?: boolean;
  readonly methods?: string;
  readonly requestHeaders?: string;
  readonly expose?: string;
  readonly maxAge?: string;
  readonly routes?: readonly string[];
  readonly allowWrites?: boolean;
  readonly targetHeader?: readonly string[];
  readonly insecure?: boolean;
  readonly expectStatus?: string;
  /** A command of the shell */
  readonly start?: string;
  /** URL */
  readonly wait?: string;
  readonly cookie?: readonly string[];
  readonly login?: string;
  readonly header?: readonly string[];
  readonly data?: string;
  readonly endpointMethods?: string;
  readonly servers?: readonly string[];
  readonly browser?: readonly string[];
  /** BROWSER=URL */
  readonly connect?: readonly string[];
  /** BROWSER=URL */
  readonly webdriver?: readonly string[];
  /** HOST[:PORT] */
  readonly proxyAddress?: string;
  readonly suite?: readonly string[];
  readonly scenario?: readonly string[];
  readonly level?: readonly string[];
  readonly strict?: boolean;
  /** LIBRARY */
  readonly fix?: string;
  readonly gate?: boolean;
  /** FILE */
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly reporter?: readonly string[];
  readonly timeout?: string;
  readonly jobs?: string;
  readonly rate?: string;
  readonly evidence?: string;
  /** INDEX/COUNT */
  readonly shard?: string;
  /** FILE */
  readonly durations?: readonly string[];
  /** FILE */
  readonly resume?: string;
  readonly verbose?: boolean;
  /** Open the HTML report. */
  readonly open?: boolean;
  readonly watch?: boolean;
}

/** The options of `corspec report`. */
export interface ReportOptions {
  readonly reporter?: readonly string[];
  readonly verbose?: boolean;
  readonly open?: boolean;
}

/** The options of `corspec merge`. */
export interface MergeOptions {
  /** FILE */
  readonly output?: string;
}

/** The options of `corspec history`. */
export interface HistoryOptions {
  /** NAME=FILE, in order */
  readonly reporter?: readonly string[];
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** The options of `corspec diff`. */
export interface DiffOptions {
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** The options of `corspec doctor`. */
export interface DoctorOptions {
  readonly json?: boolean;
}

/** The options of `corspec explain`. */
export interface ExplainOptions {
  /** A HAR file, the text of a curl command, the text of a call of fetch; `-` for stdin. */
  readonly har?: string;
  readonly curl?: string;
  readonly fetch?: string;
  readonly verbose?: boolean;
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
  /** LIBRARY */
  readonly fix?: string;
}

/** The options of `corspec init`. */
export interface InitOptions {
  /** FILE */
  readonly config?: string;
  readonly origin?: readonly string[];
  /** FILE */
  readonly openapi?: string;
  /** URL: where the API of the document is. */
  readonly baseUrl?: string;
  readonly targetHeader?: readonly string[];
  readonly insecure?: boolean;
  readonly yes?: boolean;
}

/** The options of `corspec check-server`. */
export interface CheckServerOptions {
  readonly routes?: readonly string[];
  readonly allowWrites?: boolean;
  readonly targetHeader?: readonly string[];
  readonly insecure?: boolean;
  readonly servers?: readonly string[];
  readonly json?: boolean;
}

/** The lists of `corspec list`, in the order in which it shows them all. */
export const listKinds = ['scenarios', 'servers', 'policies', 'browsers', 'reporters'] as const;
export type ListKind = (typeof listKinds)[number];

/** The options of `corspec list`. */
export interface ListOptions {
  /** Ids or globs of scenarios to describe in full, instead of one line each. */
  readonly describe?: readonly string[];
  readonly json?: boolean;
  readonly suite?: readonly string[];
  readonly scenario?: readonly string[];
  readonly level?: readonly string[];
  readonly servers?: readonly string[];
}

/** The options of `corspec browsers`. */
export interface BrowsersOptions {
  readonly browser?: readonly string[];
  readonly case?: readonly string[];
  readonly json?: boolean;
}
