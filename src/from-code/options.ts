import * as z from 'zod';
import type { LibraryId } from '../causes/libraries/index.ts';
import type { IgnoreConfig } from '../config/config.ts';
import { levels, type Level, type Route } from '../scenarios/scenario.ts';
import { didYouMean } from '../text/nearest.ts';
import { lowestRate } from '../options/rate.ts';
import { quoted } from '../options/validated.ts';
import { printable } from '../text/printable.ts';

/** The options of `testCors`. Defaults are those of `corspec run`. */
export interface TestCorsOptions {
  /** The path of the endpoint, with its query. Default: `/`, or the path of the URL. */
  readonly path?: string;
  /** `chromium`, `firefox`, `webkit`, `model`, `all`. Default: a browser of this machine, else `model`. */
  readonly browsers?: string | readonly string[];
  /** Ids or globs, such as `preflight/*`. Default: all. */
  readonly scenarios?: string | readonly string[];
  readonly suites?: string | readonly string[];
  readonly levels?: Level | readonly Level[];
  /** Failures of level `recommended` count too. */
  readonly strict?: boolean;
  /** Lets POST, PUT, PATCH and DELETE reach the server. Default: false. */
  readonly allowWrites?: boolean;
  /** Paths of further routes; `standard`: all routes of the contract. */
  readonly routes?: 'standard' | Readonly<Partial<Record<Route, string>>>;
  /** Headers that the page sends, such as Content-Type. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Added to actual requests on their way to the server, such as Authorization; masked in reports. */
  readonly targetHeaders?: Readonly<Record<string, string>>;
  /** Cookies that browsers have from the beginning; masked in reports. */
  readonly cookies?: Readonly<Record<string, string>>;
  /** Requested once, before all checks: browsers have the cookies of its response. */
  readonly login?: LoginOptions;
  /** The body of POST, PUT, PATCH and DELETE requests: text, or a value that is sent as JSON. */
  readonly data?: unknown;
  /** The methods that the endpoint supports. Default: all of the policy. */
  readonly methods?: readonly string[];
  /** The status that a plain GET is expected to have. */
  readonly expectStatus?: number;
  /** Skips the verification of the certificate. Default: true for a server that is given as an object. */
  readonly insecure?: boolean;
  /** For one response: milliseconds. Default: 10 000. */
  readonly timeout?: number;
  /** Concurrent requests. Default: 12. */
  readonly jobs?: number;
  /** Requests per second for each host. Default: no limit. */
  readonly rate?: number;
  /** Ends the run: what was started is stopped, and the results so far are reported. */
  readonly signal?: AbortSignal;
  /** The library that fixes are written for. Default: what the responses show. */
  readonly fix?: LibraryId;
  /** A file with known failures, which do not count. Relative to the working directory. */
  readonly baseline?: string;
  /** Writes the failures of this run to the file of `baseline`. Default: false. */
  readonly updateBaseline?: boolean;
  /** Failures that do not count, each with its reason. */
  readonly ignore?: readonly IgnoreConfig[];
}

export interface LoginOptions {
  readonly path: string;
  /** Default: POST. */
  readonly method?: string;
  /** Text is sent as a form, or as JSON if it begins with `{`; an object as JSON. */
  readonly body?: string | Readonly<Record<string, unknown>>;
}

const texts = z.union([z.string(), z.array(z.string())]);
const pairs = z.record(z.string(), z.string());

/** The types of the options, each with what is expected. What the values mean is checked later. */
const shapes = {
  path: [z.string().regex(/^\/(?!\/)[^#]*$/), 'a path that starts with one slash, such as "/api/items"'],
  browsers: [texts, 'a browser such as "model", or a list of browsers'],
  scenarios: [texts, 'an id or a glob such as "preflight/*", or a list of them'],
  suites: [texts, 'a suite such as "preflight", or a list of suites'],
  levels: [texts, `a level, or a list of levels: ${levels.join(', ')}`],
  strict: [z.boolean(), 'true or false'],
  allowWrites: [z.boolean(), 'true or false'],
  routes: [
    z.union([z.literal('standard'), pairs]),
    'paths by route, such as { whoami: "/me" }, or "standard"',
  ],
  headers: [pairs, 'values by name, such as { "Content-Type": "application/json" }'],
  targetHeaders: [pairs, 'values by name, such as { Authorization: "Bearer …" }'],
  data: [z.unknown(), 'text, or a value that is sent as JSON'],
  cookies: [pairs, 'values by name, such as { session: "…" }'],
  login: [
    z.strictObject({
      path: z.string().min(1),
      method: z.string().optional(),
      body: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    }),
    'a request such as { path: "/login", body: { name: "a", password: "b" } }',
  ],
  methods: [z.array(z.string()), 'a list of methods, such as ["GET", "PUT"]'],
  expectStatus: [z.int().min(200).max(599), 'an HTTP status from 200 to 599'],
  insecure: [z.boolean(), 'true or false'],
  timeout: [z.int().min(1), 'a whole number of milliseconds, 1 or more'],
  jobs: [z.int().min(1), 'a whole number of concurrent requests, 1 or more'],
  rate: [z.number().min(lowestRate), `a number of requests per second, ${lowestRate} or more`],
  signal: [
    z.custom((value) => typeof value === 'object' && value !== null && 'aborted' in value),
    'an AbortSignal',
  ],
  fix: [z.string(), 'the id of a library'],
  baseline: [z.string().min(1), 'the name of a file, such as "corspec-baseline.json"'],
  updateBaseline: [z.boolean(), 'true or false'],
  // With the rules one by one, in resolve-excuses.ts.
  ignore: [z.unknown(), 'a list of rules'],
} as const satisfies Record<keyof TestCorsOptions, readonly [z.ZodType, string]>;

const names = Object.keys(shapes) as (keyof typeof shapes)[];

/** Values that may be secrets are not shown. */
const secret: readonly string[] = ['headers', 'targetHeaders', 'cookies', 'login', 'data'];

/** All problems with the names and the types of options. */
export function shapeProblems(options: unknown): readonly string[] {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    return [`options: expected an object such as { path: "/api/items", browsers: ["model"] }.`];
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const known = names.find((one) => one === name);
    if (known === undefined)
      return [`${quoted(name)}: unknown option.${didYouMean(name, names)} Options: ${names.join(', ')}.`];
    const [schema, expected] = shapes[known];
    if (schema.safeParse(value).success) return [];
    const shown = secret.includes(name) ? '' : ` ${shownValue(value)}`;
    return [`${name}${shown}: expected ${expected}.`];
  });
}

function shownValue(value: unknown): string {
  // A function has no JSON.
  const json = JSON.stringify(value) as string | undefined;
  return printable(json ?? String(value), { limit: 100 });
}
