import type { LibraryId } from '../causes/libraries/index.ts';
import type { Policy } from '../policy/policy.ts';
import type { Level, Route } from '../scenarios/scenario.ts';

/** What `corspec.config.ts` exports. Paths are relative to its folder. */
export interface Config {
  /** For editors: the JSON Schema of a JSON file. */
  readonly $schema?: string | undefined;
  /** What the server intends to allow, by name: a policy, or the path of a policy file. */
  readonly policies?: Readonly<Record<string, Policy | string>> | undefined;
  /** What to test. */
  readonly targets: readonly (UrlTargetConfig | OpenApiTargetConfig)[];
  /** The URLs of targets are relative to it. */
  readonly baseUrl?: string | undefined;
  /** Started before the checks, and stopped after them. */
  readonly webServer?: WebServerConfig | readonly WebServerConfig[] | undefined;
  /** `chromium`, `firefox`, `webkit`, `model`, or `all` that are installed. Default: Chromium, otherwise an installed one, otherwise the model. */
  readonly browsers?: readonly string[] | undefined;
  /** Playwright servers whose browsers are used, by engine: `{ chromium: 'ws://127.0.0.1:3000/' }`. */
  readonly connect?: Readonly<Partial<Record<Engine, string>>> | undefined;
  /** WebDriver servers whose browsers are used, by engine: `{ firefox: 'http://grid:4444' }`. */
  readonly webdriver?: Readonly<Partial<Record<Engine, string>>> | undefined;
  /** An address of this machine where these browsers reach corspec's proxy: `192.168.1.20:8899`. */
  readonly proxyAddress?: string | undefined;
  /** `terminal`, or with its file: `['html', { file: 'cors.html' }]`. Default: terminal. */
  readonly reporters?: readonly ReporterConfig[] | undefined;
  /** Failures that do not fail the run, each with its reason. */
  readonly ignore?: readonly IgnoreConfig[] | undefined;
  /** The file with the failures that are known: `corspec run --update-baseline` writes it. */
  readonly baseline?: string | undefined;
  /** Only scenarios of these suites. Default: all. */
  readonly suites?: readonly string[] | undefined;
  /** Only these scenarios: ids or globs. Default: all. */
  readonly scenarios?: readonly string[] | undefined;
  /** Only scenarios of these levels. Default: all. */
  readonly levels?: readonly Level[] | undefined;
  /** Failures of level `recommended` fail the run, too. Default: false. */
  readonly strict?: boolean | undefined;
  /** For one response: milliseconds. Default: 10000. */
  readonly timeout?: number | undefined;
  /** Concurrent requests. Default: 12. */
  readonly jobs?: number | undefined;
  /** Requests per second for each host. Default: no limit. */
  readonly rate?: number | undefined;
  /** Which results keep their exchanges. Default: failures. */
  readonly evidence?: 'failures' | 'all' | undefined;
  /** The library that fixes are written for. Default: detected. */
  readonly fix?: LibraryId | undefined;
}

/** A browser that can be on another machine. */
export type Engine = 'chromium' | 'firefox' | 'webkit';

/** What URL targets and those of an OpenAPI document have in common: what their requests need. */
export interface RequestConfig {
  /** Further routes: route → path or URL; `standard` when the server has them all. */
  readonly routes?: 'standard' | Readonly<Partial<Record<Route, string>>> | undefined;
  /** Headers that the page sends: `{ 'Content-Type': 'application/json' }`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Headers that corspec adds to actual requests on their way, such as Authorization. Masked in reports. */
  readonly targetHeaders?: Readonly<Record<string, string>> | undefined;
  /** Cookies that browsers have from the beginning, by name. Masked in reports. */
  readonly cookies?: Readonly<Record<string, string>> | undefined;
  /** Requested once, before all checks; browsers have the cookies of its response. */
  readonly login?: LoginConfig | undefined;
  /** The body of POST, PUT, PATCH and DELETE requests: text, or a value that is sent as JSON. */
  readonly data?: unknown;
  /** Send POST, PUT, PATCH and DELETE requests to the server. Default: false. */
  readonly allowWrites?: boolean | undefined;
  /** Accept any TLS certificate. Default: false. */
  readonly insecure?: boolean | undefined;
  /** What reports group the target by, such as the team that owns it. */
  readonly tags?: readonly string[] | undefined;
  /** The status of a GET that is as it should be, where it is not 2xx: 404, for example. */
  readonly expectStatus?: number | undefined;
}

/** A server at a URL. */
export interface UrlTargetConfig extends RequestConfig {
  /** Its name in results and on the command line, `corspec run NAME`. Default: its URL. */
  readonly name?: string | undefined;
  /** Absolute, or relative to `baseUrl`. */
  readonly url: string;
  /** The name of a policy: one of `policies`, or a built-in one. Or the policy itself. */
  readonly policy: string | Policy;
  /** The methods of this endpoint, where the policy allows more for the whole API. Default: all. */
  readonly methods?: readonly string[] | undefined;
}

/** Every path of an OpenAPI document is a target. */
export interface OpenApiTargetConfig extends RequestConfig {
  /** The path of the document, YAML or JSON. */
  readonly openapi: string;
  /** Where the API is; the document's first server when absent. */
  readonly baseUrl?: string | undefined;
  /**
   * The name of the policy by glob of the path; the first glob that matches counts. Paths without one, and those with null,
   * are not tested.
   */
  readonly policies: Readonly<Record<string, string | null>>;
  /** Values of path parameters: `{ petId: '1' }`. */
  readonly parameters?: Readonly<Record<string, string | number>> | undefined;
}

/** A request for a session. */
export interface LoginConfig {
  /** Default: POST. */
  readonly method?: string | undefined;
  /** A path of the target's server. */
  readonly path: string;
  /** Text, sent as a form; or an object, sent as JSON. */
  readonly body?: string | Readonly<Record<string, unknown>> | undefined;
}

/** As Playwright's `webServer`. */
export interface WebServerConfig {
  /** A command of the shell. */
  readonly command: string;
  /** It is ready when this URL responds with a status below 500. */
  readonly url: string;
  /** How long it may take until it responds: milliseconds. Default: 60000. */
  readonly timeout?: number | undefined;
  /** Use a server that responds at `url` already. Default: true, and false where the variable CI is set. */
  readonly reuseExistingServer?: boolean | undefined;
  /** Where it runs. Default: the folder of the configuration. */
  readonly cwd?: string | undefined;
  /** Environment variables, in addition to those of corspec. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

export type ReporterConfig =
  string | readonly [name: string] | readonly [name: string, options: { readonly file: string }];

/** Failures that are accepted. */
export interface IgnoreConfig {
  /** An id or a glob. */
  readonly scenario?: string | undefined;
  /** The code of a cause, such as `vary-missing`. */
  readonly cause?: string | undefined;
  /** The name of a target or a glob. Default: all. */
  readonly target?: string | undefined;
  /** Why this is accepted: reports show it. */
  readonly reason: string;
  /** The last day on which this holds: `2026-12-31`. */
  readonly until?: string | undefined;
}

/** Gives its argument: for the types in an editor. */
export function defineConfig(config: Config): Config {
  return config;
}
