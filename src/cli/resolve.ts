import type { Declaration } from '../../reports/reporter.ts';
import type { RunRequest } from '../run/request.ts';
import type { Catalogue, CommandInputs } from './catalogue.ts';
import { members, quoted, type CommandLine, type Validated } from './command-line.ts';
import { resolveFix } from './resolve-fix.ts';
import { resolvePolicies } from './resolve-policies.ts';
import { resolveReporters, type ReportPlan } from './resolve-reporters.ts';
import { resolveScenarios, unknown } from './resolve-scenarios.ts';
import { resolveTargets } from './resolve-targets.ts';

/** Which browsers to use. Whether they are installed is checked after everything else is valid. */
export type BrowserChoice =
  | { readonly kind: 'named'; readonly ids: readonly string[] }
  /** Every installed browser. */
  | { readonly kind: 'all' }
  /** Chromium, otherwise the first installed browser. */
  | { readonly kind: 'default' };

/** Everything that a command will do. */
export interface RunPlan {
  readonly request: Omit<RunRequest, 'browsers'>;
  /** Where the policies that are in files are written. */
  readonly declarations: Readonly<Record<string, Declaration>>;
  readonly browsers: BrowserChoice;
  readonly reports: readonly ReportPlan[];
  readonly strict: boolean;
  readonly gate: boolean;
  readonly warnings: readonly string[];
}

export type Resolution =
  | { readonly ok: true; readonly plan: RunPlan }
  /** All problems, in the order of the help. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Turns a command line into a plan, or lists all problems. Pure: reads no files. */
export function resolveRun(line: CommandLine, inputs: CommandInputs, catalogue: Catalogue): Resolution {
  const { options, command } = line;
  const targets = resolveTargets(line, inputs);
  const policies = resolvePolicies(line, targets.value, inputs, catalogue);
  const browsers = resolveBrowsers(options.browser, catalogue);
  const scenarios = resolveScenarios(options, catalogue.suites);
  const reports = resolveReporters(options.reporter, catalogue, inputs);
  const timeout = wholeNumber('--timeout', options.timeout ?? '10000', 'milliseconds');
  const jobs = wholeNumber('--jobs', options.jobs ?? '12', 'concurrent requests');
  const evidence = resolveEvidence(options.evidence);
  const fix = resolveFix(options.fix);

  const parts = [targets, policies, browsers, scenarios, reports, timeout, jobs, fix, evidence];
  const problems = parts.flatMap((part) => part.problems);
  if (problems.length > 0) return { ok: false, problems };
  const { declarations, ...namedPolicies } = policies.value;
  const request = {
    targets: targets.value,
    ...namedPolicies,
    scenarios: scenarios.value,
    timeoutMs: timeout.value,
    jobs: jobs.value,
    evidence: evidence.value,
    ...fix.value,
  };
  const strict = options.strict ?? false;
  const gate = command === 'run' || (options.gate ?? false);
  const warnings = [...parts.flatMap((part) => part.warnings ?? []), ...strictWithoutGate(strict, gate)];
  return {
    ok: true,
    plan: {
      request,
      declarations,
      browsers: browsers.value,
      reports: reports.value,
      strict,
      gate,
      warnings,
    },
  };
}

/** `--browser LIST`; `all` means every installed browser. */
export function resolveBrowsers(
  lists: readonly string[] | undefined,
  { browsers }: Catalogue,
): Validated<BrowserChoice> {
  if (lists === undefined) return { value: { kind: 'default' }, problems: [] };
  const ids = members(lists);
  if (ids.length === 0)
    return {
      value: { kind: 'default' },
      problems: [`--browser: the list is empty. Available: ${browsers.join(', ')}.`],
    };
  const problems = ids.flatMap((id) => unknown('--browser', 'browser', id, [...browsers, 'all']));
  return { value: ids.includes('all') ? { kind: 'all' } : { kind: 'named', ids }, problems };
}

function wholeNumber(option: string, text: string, unit: string): Validated<number> {
  if (/^[1-9]\d{0,8}$/.test(text)) return { value: Number(text), problems: [] };
  return {
    value: 1,
    problems: [`${option} ${quoted(text)}: expected a whole number of ${unit}, 1 or more.`],
  };
}

function resolveEvidence(text = 'failures'): Validated<RunRequest['evidence']> {
  if (text === 'failures' || text === 'all') return { value: text, problems: [] };
  return { value: 'failures', problems: unknown('--evidence', 'value', text, ['failures', 'all']) };
}

function strictWithoutGate(strict: boolean, gate: boolean): string[] {
  return strict && !gate ? ['--strict has no effect on compare without --gate.'] : [];
}
