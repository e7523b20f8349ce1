import type { Declaration, Settings } from '../../reports/reporter.ts';
import type { RunRequest } from '../run/request.ts';
import type { Catalogue, CommandInputs } from './catalogue.ts';
import type { CommandLine } from './command-line.ts';
import type { Validated } from '../options/validated.ts';
import { type BrowserChoice, resolveBrowsers } from '../options/browsers.ts';
import { resolveRemote, withRemote } from '../options/remote-browsers.ts';
import { resolveFix } from '../options/resolve-fix.ts';
import type { ExcusePlan } from '../config/excuse-known.ts';
import { resolveBaseline } from './resolve-baseline.ts';
import { resolveLimits } from './resolve-limits.ts';
import { type PartPlan, resolvePart, withResumedFile } from './resolve-part.ts';
import { resolvePolicies } from './resolve-policies.ts';
import { resolveReporters, type ReportPlan } from './resolve-reporters.ts';
import { resolveScenarios, unknown } from '../options/resolve-scenarios.ts';
import { resolveTargets } from './resolve-targets.ts';
import { type PlannedWebServer, resolveWebServers } from './resolve-web-servers.ts';

/** Everything that a command will do. */
export interface RunPlan {
  readonly request: Omit<RunRequest, 'browsers'>;
  /** Where the policies that are in files are written. */
  readonly declarations: Readonly<Record<string, Declaration>>;
  /** Where the options of targets are written; absent: on the command line. */
  readonly settings?: Settings;
  readonly browsers: BrowserChoice;
  readonly webServers: readonly PlannedWebServer[];
  readonly reports: readonly ReportPlan[];
  /** Absent: the whole run, without files that are written meanwhile. */
  readonly part?: PartPlan;
  readonly strict: boolean;
  readonly gate: boolean;
  readonly excuses: ExcusePlan;
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
  const webServers = resolveWebServers(options, targets.value, inputs.configuration);
  const policies = resolvePolicies(line, targets.value, inputs, catalogue);
  const browsers = resolveBrowsers(options.browser, catalogue.browsers);
  const remote = resolveRemote(options, browsers.value);
  const scenarios = resolveScenarios(options, catalogue.suites);
  const reports = resolveReporters(options.reporter, catalogue, inputs);
  const allReports = withResumedFile(reports.value, options, catalogue);
  const part = resolvePart(options, allReports);
  const limits = resolveLimits(options);
  const evidence = resolveEvidence(options.evidence);
  const fix = resolveFix(options.fix);
  const gate = command === 'run' || (options.gate ?? false);
  const baseline = resolveBaseline(options, gate, inputs);

  const parts = [
    targets,
    webServers,
    policies,
    browsers,
    remote,
    scenarios,
    reports,
    limits,
    fix,
    evidence,
    baseline,
    part,
  ];
  const problems = parts.flatMap((part) => part.problems);
  if (problems.length > 0) return { ok: false, problems };
  const { declarations, ...namedPolicies } = policies.value;
  const request = {
    targets: targets.value,
    ...namedPolicies,
    scenarios: scenarios.value,
    ...limits.value,
    evidence: evidence.value,
    ...fix.value,
    ...(remote.value && { remote: remote.value }),
  };
  const strict = options.strict ?? false;
  const warnings = [...parts.flatMap((part) => part.warnings ?? []), ...strictWithoutGate(strict, gate)];
  return {
    ok: true,
    plan: {
      request,
      declarations,
      ...settingsOf(inputs),
      browsers: withRemote(browsers.value, remote.value),
      webServers: webServers.value,
      reports: allReports,
      ...(part.value && { part: part.value }),
      strict,
      gate,
      excuses: {
        ...(baseline.value !== undefined && { baseline: baseline.value }),
        ignore: inputs.configuration?.file.config.ignore ?? [],
        strict,
        scenarios: new Set(catalogue.suites.flatMap((suite) => suite.scenarios.map(({ id }) => id))),
        isFullRun: isFullRun(line),
      },
      warnings,
    },
  };
}

function isFullRun({ targets, options: { suite, scenario, level, shard } }: CommandLine): boolean {
  return targets.length === 0 && [suite, scenario, level, shard].every((filter) => filter === undefined);
}

function settingsOf({ configuration }: CommandInputs): Pick<RunPlan, 'settings'> {
  if (configuration === undefined) return {};
  const { file, entries } = configuration;
  return { settings: { kind: 'configuration', file: file.name, entries } };
}

function resolveEvidence(text = 'failures'): Validated<RunRequest['evidence']> {
  if (text === 'failures' || text === 'all') return { value: text, problems: [] };
  return { value: 'failures', problems: unknown('--evidence', 'value', text, ['failures', 'all']) };
}

function strictWithoutGate(strict: boolean, gate: boolean): string[] {
  return strict && !gate ? ['--strict has no effect on compare without --gate.'] : [];
}
