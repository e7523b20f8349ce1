import type { RunRequest } from '../run/request.ts';
import type { Catalogue, CommandInputs } from './catalogue.ts';
import { members, quoted, type CommandLine, type Finding } from './command-line.ts';
import { resolvePolicies } from './resolve-policies.ts';
import { resolveReporters, type ReportPlan } from './resolve-reporters.ts';
import { resolveScenarios, unknown } from './resolve-scenarios.ts';
import { resolveTargets } from './resolve-targets.ts';

/** Which browsers are asked for. Whether they are there is found out when everything else is right. */
export type BrowserChoice =
  | { readonly kind: 'named'; readonly ids: readonly string[] }
  /** Each that is there. */
  | { readonly kind: 'all' }
  /** Chromium, or else the first that is there. */
  | { readonly kind: 'default' };

/** All that a command is going to do. */
export interface RunPlan {
  readonly request: Omit<RunRequest, 'browsers'>;
  readonly browsers: BrowserChoice;
  readonly reports: readonly ReportPlan[];
  readonly strict: boolean;
  readonly gate: boolean;
  readonly warnings: readonly string[];
}

export type Resolution =
  | { readonly ok: true; readonly plan: RunPlan }
  /** Everything that is wrong, in the order of the help. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Makes of a command line what is to be done, or says everything that is wrong with it. Pure: reads nothing itself. */
export function resolveRun(line: CommandLine, material: CommandInputs, catalogue: Catalogue): Resolution {
  const { options, command } = line;
  const targets = resolveTargets(line, material);
  const policies = resolvePolicies(line, targets.value, material, catalogue);
  const browsers = resolveBrowsers(options.browser, catalogue);
  const scenarios = resolveScenarios(options, catalogue.suites);
  const reports = resolveReporters(options.reporter, catalogue, material);
  const timeout = wholeNumber('--timeout', options.timeout ?? '10000', 'milliseconds');
  const jobs = wholeNumber('--jobs', options.jobs ?? '12', 'requests at once');
  const evidence = resolveEvidence(options.evidence);

  const parts = [targets, policies, browsers, scenarios, reports, timeout, jobs, evidence];
  const problems = parts.flatMap((part) => part.problems);
  if (problems.length > 0) return { ok: false, problems };
  const request = {
    targets: targets.value,
    ...policies.value,
    scenarios: scenarios.value,
    timeoutMs: timeout.value,
    jobs: jobs.value,
    evidence: evidence.value,
  };
  const strict = options.strict ?? false;
  const gate = command === 'run' || (options.gate ?? false);
  const warnings = [...parts.flatMap((part) => part.warnings ?? []), ...strictForNothing(strict, gate)];
  return {
    ok: true,
    plan: { request, browsers: browsers.value, reports: reports.value, strict, gate, warnings },
  };
}

/** `--browser LIST`; the word `all` stands for each that is there. */
export function resolveBrowsers(
  lists: readonly string[] | undefined,
  { browsers }: Catalogue,
): Finding<BrowserChoice> {
  if (lists === undefined) return { value: { kind: 'default' }, problems: [] };
  const ids = members(lists);
  if (ids.length === 0)
    return {
      value: { kind: 'default' },
      problems: [`--browser: the list is empty. There are ${browsers.join(', ')}.`],
    };
  const problems = ids.flatMap((id) => unknown('--browser', 'browser', id, [...browsers, 'all']));
  return { value: ids.includes('all') ? { kind: 'all' } : { kind: 'named', ids }, problems };
}

function wholeNumber(option: string, text: string, unit: string): Finding<number> {
  if (/^[1-9]\d{0,8}$/.test(text)) return { value: Number(text), problems: [] };
  return { value: 1, problems: [`${option} ${quoted(text)}: write a whole number of ${unit}, 1 or more.`] };
}

function resolveEvidence(text = 'failures'): Finding<RunRequest['evidence']> {
  if (text === 'failures' || text === 'all') return { value: text, problems: [] };
  return { value: 'failures', problems: unknown('--evidence', 'choice', text, ['failures', 'all']) };
}

function strictForNothing(strict: boolean, gate: boolean): string[] {
  return strict && !gate ? ['--strict does nothing without --gate: compare takes failures as findings.'] : [];
}
