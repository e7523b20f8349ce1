import * as z from 'zod';
import { resolveBrowsers } from '../options/browsers.ts';
import { engines, proxyAddressProblem, serverUrlProblem } from '../options/remote-browsers.ts';
import { resolveScenarios, unknown } from '../options/resolve-scenarios.ts';
import { urlProblem } from '../options/target-url.ts';
import { checkPolicy } from '../policy/policy-file.ts';
import { routes, type Suite } from '../scenarios/scenario.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import type { JsonPath } from '../text/json-text.ts';
import { ignoreProblems } from './check-ignore.ts';
import type { Config } from './config.ts';
import { type ConfigProblem, placeText, problemAt, problemsOfIssues, type SchemaWords } from './issues.ts';
import { configSchema, openApiTarget, urlTarget, webServer } from './schema.ts';

/** What a configuration can choose from, by name. */
export interface Names {
  readonly suites: readonly Suite[];
  readonly browsers: readonly string[];
  readonly reporters: readonly string[];
}

/** A configuration, valid but for its problems. */
export interface CheckedConfig {
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
  /** The indexes of targets that have problems. */
  readonly broken: ReadonlySet<number>;
}

/** Validates what a configuration exports, without the files that it names. Gives all problems; fails where there is no configuration. Never throws. */
export function checkConfig(value: unknown, names: Names): Attempt<CheckedConfig, ConfigProblem> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return failure(problemAt([], notConfig));
  const outer = outerSchema.safeParse(value);
  const given = value as Readonly<Record<string, unknown>>;
  const targets = listOf(given['targets']).map((target, index) => targetProblems(target, ['targets', index]));
  const problems = [
    ...(outer.success ? [] : problemsOfIssues(outer.error.issues, value, [], words)),
    ...entriesOf(given['policies']).flatMap(([name, policy]) => policyProblems(policy, ['policies', name])),
    ...targets.flat(),
    ...webServerProblems(given['webServer']),
    ...chosenNames(given, names),
    ...remoteProblems(given),
    ...ignoreProblems(given['ignore']),
  ];
  const broken = new Set(targets.flatMap((found, index) => (found.length > 0 ? [index] : [])));
  // The schemas of the parts are those of the whole: what has no problem is as its type says.
  return success({ config: value as Config, problems, broken });
}

const notConfig =
  "the file must export a configuration: export default defineConfig({ targets: [{ url: 'http://localhost:3000', policy: 'app' }], … }).";

/** The whole without the parts that are checked one by one, because a union of schemas does not say which part is wrong. */
const outerSchema = configSchema.extend({
  policies: z.record(z.string(), z.unknown()).optional(),
  targets: z.array(z.unknown()).min(1),
  webServer: z.unknown().optional(),
  ignore: z.unknown().optional(),
});

const words: SchemaWords = {
  shapes: {
    targets: 'a list of targets, [{ url: "http://localhost:3000/api", policy: "app" }]',
    policies: 'policies by name, { app: { origins: ["https://app.example.com"] } }',
    routes: `"standard", or paths by route, { whoami: "/me" }; routes: ${routes.join(', ')}`,
    reporters: 'the name of a reporter, or with its file ["html", { "file": "cors.html" }]',
    connect: 'addresses by browser, { chromium: "ws://127.0.0.1:3000/" }',
    webdriver: 'addresses by browser, { firefox: "http://grid:4444" }',
    webServer: '{ command: "npm start", url: "http://localhost:3000" }, or a list of these',
    body: 'text or an object',
    methods: 'a list of methods ["GET", "PUT"]',
    method: 'a method such as POST',
    parameters: 'text or a number for each parameter',
  },
  keys: {
    '': Object.keys(configSchema.shape),
    webServer: Object.keys(webServer.shape),
    connect: engines,
    webdriver: engines,
    login: Object.keys(urlTarget.shape.login.unwrap().shape),
    reporters: ['file'],
  },
};

/** A union of schemas does not say which part is wrong. */
const checkedElsewhere = { policy: z.unknown().optional(), routes: z.unknown().optional() };

function targetProblems(target: unknown, path: JsonPath): readonly ConfigProblem[] {
  const isOpenApi = typeof target === 'object' && target !== null && 'openapi' in target;
  const schema = isOpenApi ? openApiTarget : urlTarget.extend(checkedElsewhere);
  const keys = Object.keys(isOpenApi ? openApiTarget.shape : urlTarget.shape);
  const parsed = schema.safeParse(target);
  const own = parsed.success
    ? []
    : problemsOfIssues(parsed.error.issues, target, path, {
        shapes: { ...words.shapes, ...(isOpenApi ? { policies: openApiPolicies } : {}) },
        keys: { ...words.keys, targets: keys },
      });
  if (isOpenApi || typeof target !== 'object' || target === null) return own;
  if (!('policy' in target)) return [...own, problemAt([...path, 'policy'], missingPolicy)];
  return [...own, ...policyProblems(target.policy, [...path, 'policy'])];
}

const openApiPolicies = 'the name of a policy by glob of the path, { "/public/**": "public", "/**": "app" }';
const missingPolicy =
  'is missing: the name of a policy, or a policy { origins: ["https://app.example.com"] }.';

function policyProblems(policy: unknown, path: JsonPath): readonly ConfigProblem[] {
  if (typeof policy === 'string') return policy === '' ? [problemAt(path, 'the text is empty.')] : [];
  const checked = checkPolicy(policy);
  if (checked.ok) return [];
  return checked.reason.map(({ path: inner, value, message }) => {
    const shown = value === undefined ? '' : `${JSON.stringify(value)}: `;
    return problemAt([...path, ...inner], `${shown}${message}.`, value === undefined ? 'key' : 'value');
  });
}

/** One by one, because a union of schemas does not say which part is wrong. */
function webServerProblems(servers: unknown): readonly ConfigProblem[] {
  if (servers === undefined) return [];
  if (!Array.isArray(servers)) return oneWebServer(servers, ['webServer']);
  return servers.length === 0
    ? [problemAt(['webServer'], 'the list is empty.')]
    : servers.flatMap((server, index) => oneWebServer(server, ['webServer', index]));
}

function oneWebServer(server: unknown, path: JsonPath): readonly ConfigProblem[] {
  const parsed = webServer.safeParse(server);
  if (!parsed.success) return problemsOfIssues(parsed.error.issues, server, path, words);
  const { url } = parsed.data;
  const problem = urlProblem(url);
  return problem === undefined ? [] : [problemAt([...path, 'url'], `${JSON.stringify(url)}: ${problem}`)];
}

/** The addresses of remote browsers, those that are text. */
function remoteProblems(given: Readonly<Record<string, unknown>>): readonly ConfigProblem[] {
  const at = (path: JsonPath, value: unknown, problemOf: (text: string) => string | null) => {
    const problem = typeof value === 'string' && value !== '' ? problemOf(value) : null;
    return problem === null ? [] : [problemAt(path, `${JSON.stringify(value)}: ${problem}`)];
  };
  const servers = (key: string, kind: Parameters<typeof serverUrlProblem>[0]) =>
    entriesOf(given[key]).flatMap(([engine, url]) =>
      at([key, engine], url, (text) => serverUrlProblem(kind, text)),
    );
  return [
    ...servers('connect', 'playwright'),
    ...servers('webdriver', 'webdriver'),
    ...at(['proxyAddress'], given['proxyAddress'], proxyAddressProblem),
  ];
}

/** Names of what corspec has. */
function chosenNames(given: Readonly<Record<string, unknown>>, names: Names): readonly ConfigProblem[] {
  const texts = (key: string) => {
    const list = given[key];
    return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : undefined;
  };
  const filter = { suite: texts('suites'), scenario: texts('scenarios'), level: texts('levels') };
  const filters = { suite: 'suites', scenario: 'scenarios', level: 'levels' };
  const filterGiven = Object.fromEntries(Object.entries(filter).filter(([, list]) => list !== undefined));
  const at = (key: string) => (text: string) => ({ path: [key], part: 'value' as const, text });
  return [
    ...resolveBrowsers(texts('browsers'), names.browsers, 'browsers').problems.map(at('browsers')),
    ...listOf(given['reporters']).flatMap((reporter, index) => {
      const name: unknown = Array.isArray(reporter) ? reporter[0] : reporter;
      if (typeof name !== 'string' || name === '') return [];
      const path = ['reporters', index];
      return unknown(placeText(path), 'reporter', name, names.reporters).map((text) => ({
        path,
        part: 'value' as const,
        text,
      }));
    }),
    ...resolveScenarios(filterGiven, names.suites, filters).problems.map(at(firstOf(filterGiven, filters))),
  ];
}

function firstOf(
  given: Readonly<Record<string, unknown>>,
  filters: Readonly<Record<string, string>>,
): string {
  return filters[Object.keys(given)[0] ?? ''] ?? '';
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
