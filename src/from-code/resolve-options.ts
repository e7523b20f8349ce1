import type { Suite } from '../scenarios/scenario.ts';
import { resolveBrowsers, type BrowserChoice } from '../options/browsers.ts';
import { resolveNeeds } from '../options/request-needs.ts';
import { resolveFix } from '../options/resolve-fix.ts';
import { resolveScenarios } from '../options/resolve-scenarios.ts';
import type { Validated } from '../options/validated.ts';
import { checkPolicy } from '../policy/policy-file.ts';
import type { Policy } from '../policy/policy.ts';
import type { RunRequest } from '../run/request.ts';
import type { UrlTarget } from '../targets/target-request.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { shapeProblems, type TestCorsOptions } from './options.ts';

/** Options with everything resolved, except what depends on the server and on the machine. */
export interface ResolvedOptions {
  readonly policy: Policy;
  readonly browsers: BrowserChoice;
  readonly scenarios: RunRequest['scenarios'];
  readonly target: Omit<UrlTarget, 'kind' | 'url'>;
  readonly limits: Pick<RunRequest, 'timeoutMs' | 'jobs' | 'rate' | 'fixFor'>;
}

export interface OptionsCatalogue {
  readonly suites: readonly Suite[];
  /** Ids of browsers. */
  readonly browsers: readonly string[];
}

/** Policy and options as a run takes them, or all problems. The checks are those of the command line. */
export function resolveOptions(
  policy: unknown,
  options: TestCorsOptions,
  catalogue: OptionsCatalogue,
): Attempt<ResolvedOptions, readonly string[]> {
  const shape = shapeProblems(options);
  // Values of another type than expected cannot be checked further.
  if (shape.length > 0) return failure([...policyProblems(policy), ...shape]);
  const browsers = resolveBrowsers(listOf(options.browsers), catalogue.browsers, 'browsers');
  const filter = {
    suite: listOf(options.suites),
    scenario: listOf(options.scenarios),
    level: listOf(options.levels),
  };
  const scenarios = resolveScenarios(defined(filter), catalogue.suites, {
    suite: 'suites',
    scenario: 'scenarios',
    level: 'levels',
  });
  const fix = resolveFix(options.fix, 'fix');
  const target = resolveTarget(options);
  const problems = [browsers, scenarios, fix, target].flatMap((part) => part.problems);
  const checked = checkPolicy(policy);
  if (!checked.ok || problems.length > 0) return failure([...policyProblems(policy), ...problems]);
  return success({
    policy: checked.value,
    browsers: browsers.value,
    scenarios: scenarios.value,
    target: target.value,
    limits: {
      timeoutMs: options.timeout ?? 10_000,
      jobs: options.jobs ?? 12,
      ...(options.rate !== undefined && { rate: options.rate }),
      ...fix.value,
    },
  });
}

function policyProblems(policy: unknown): readonly string[] {
  const checked = checkPolicy(policy);
  if (checked.ok) return [];
  return checked.reason.map(({ path, value, message }) => {
    const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
    const shown = value === undefined || path.length === 0 ? '' : ` ${JSON.stringify(value)}`;
    return `policy${place}${shown}: ${message}.`;
  });
}

function listOf(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value;
}

function defined<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
}

function resolveTarget(options: TestCorsOptions): Validated<ResolvedOptions['target']> {
  const { value, problems } = resolveNeeds(options, (key) => key);
  return { value, problems: problems.map(({ text }) => text) };
}
