import { drivers } from '../browsers/index.ts';
import { chooseBrowsers, lookForChoice, modelFinder, type BrowserChoice } from '../options/browsers.ts';
import { blockedPortProblem, urlProblem } from '../options/target-url.ts';
import { excuseKnown, type ExcusePlan } from '../config/excuse-known.ts';
import { quoted } from '../options/validated.ts';
import type { Policy } from '../policy/policy.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import { withNotes } from '../results/index.ts';
import type { Results } from '../results/results.ts';
import type { RunRequest } from '../run/request.ts';
import type { UrlTarget } from '../targets/target-request.ts';
import { suites } from '../../suites/index.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { printable } from '../text/printable.ts';
import { withCodeNames } from './option-names.ts';
import type { TestCorsOptions } from './options.ts';
import { createReport, type CorsReport } from './report.ts';
import { policyArgument, reproducedInCode, targetArguments } from './reproduce.ts';
import { resolveExcuses } from './resolve-excuses.ts';
import { resolveOptions, type ResolvedOptions } from './resolve-options.ts';
import { type CorsSubject, serve, type Served, type Subject, subjectOf } from './serve/index.ts';
import { UsageError } from './usage-error.ts';

/**
 * Tests whether a server does what its CORS policy says. A URL is requested as it is; a server or an application is served
 * on loopback, and what was started for it is stopped.
 * @throws UsageError when an argument is invalid: nothing was started
 * @throws CannotRunError when not one check could be run
 */
export async function testCors(
  server: CorsSubject,
  policy: Policy,
  options: TestCorsOptions = {},
): Promise<CorsReport> {
  const { subject, resolved, excuses } = await checkArguments(server, policy, options);
  const plan = { resolved, excuses, options };
  if (subject.kind === 'url') return report(subject.url, null, plan);
  const served = await serve(subject);
  try {
    return await report(new URL(options.path ?? '/', served.origin).href, served, plan);
  } finally {
    await served.stop();
  }
}

/** What was asked, checked. */
interface Plan {
  readonly resolved: ResolvedOptions;
  readonly excuses: ExcusePlan;
  readonly options: TestCorsOptions;
}

/** @throws UsageError with all problems */
async function checkArguments(
  server: unknown,
  policy: unknown,
  options: TestCorsOptions,
): Promise<Omit<Plan, 'options'> & { readonly subject: Subject }> {
  const subject = subjectAt(server, options);
  const resolved = resolveOptions(policy, options, { suites, browsers: browserIds });
  const excuses = await resolveExcuses(options, suites);
  if (subject.ok && resolved.ok && excuses.ok)
    return { subject: subject.value, resolved: resolved.value, excuses: excuses.value };
  throw new UsageError('testCors', [
    ...(subject.ok ? [] : [`server: ${subject.reason}`]),
    ...(resolved.ok ? [] : resolved.reason),
    ...(excuses.ok ? [] : excuses.reason),
  ]);
}

const finders = [...drivers, modelFinder];
const browserIds = finders.map(({ id }) => id);

/** A URL with the path of the options, or a server. */
function subjectAt(server: unknown, { path }: TestCorsOptions): Attempt<Subject, string> {
  const subject = subjectOf(server);
  if (!subject.ok || subject.value.kind !== 'url') return subject;
  const { url } = subject.value;
  const problem = urlProblem(url) ?? blockedPortProblem(url);
  if (problem !== undefined) return failure(`${quoted(url)}: ${withCodeNames(problem)}`);
  // A path of another type is a problem of the options.
  const base = new URL(url);
  return success({ kind: 'url', url: (typeof path === 'string' ? new URL(path, base) : base).href });
}

/** `served`: null for a URL, which is there after the run as well. */
async function report(
  url: string,
  served: Served | null,
  { resolved, excuses, options }: Plan,
): Promise<CorsReport> {
  const { browsers, notes, isStandIn } = await browsersOf(resolved.browsers);
  const settings = {
    ...resolved.target,
    allowWrites: options.allowWrites ?? false,
    insecure: options.insecure ?? served?.isSecure ?? false,
  };
  const path = url.slice(new URL(url).origin.length);
  const target: UrlTarget = {
    kind: 'url',
    url,
    ...settings,
    ...(served === null ? { commandOptions: targetArguments(settings) } : { name: path }),
  };
  const policies = { policy: resolved.policy };
  const request: RunRequest = {
    targets: [target],
    policies,
    policyArguments: { policy: policyArgument(resolved.policy) },
    browsers,
    scenarios: resolved.scenarios,
    ...resolved.limits,
    evidence: 'failures',
  };
  const played = await tryRun(request, served, options.signal ?? new AbortController().signal);
  const found = isStandIn ? withNotes(played, notes) : played;
  const { results, messages } = await excused(found, excuses);
  return createReport({
    results: served === null ? results : reproducedInCode(results),
    policies,
    scenarios: suites.flatMap(({ scenarios }) => scenarios),
    strict: options.strict ?? false,
    notes: [...(isStandIn ? [] : notes), ...messages],
  });
}

/** The results with known failures excused, and what is to be said of that. @throws if the baseline cannot be written */
async function excused(
  found: Results,
  plan: ExcusePlan,
): Promise<{ readonly results: Results; readonly messages: readonly string[] }> {
  const { results, warnings, update } = await excuseKnown(found, plan);
  // A file that was not written must not look like success. After an interruption, there is no success anyway.
  if (update?.isWritten === false && found.interrupted !== true) throw new Error(printable(update.text));
  const messages = [
    ...warnings.map((text) => `warning: ${text}`),
    ...(update === undefined ? [] : [update.text]),
  ];
  return { results, messages: messages.map((text) => printable(text)) };
}

/** A handler that was called in the wrong way explains why there are no results, or wrong ones. */
async function tryRun(request: RunRequest, served: Served | null, signal: AbortSignal): Promise<Results> {
  // Loaded here: importing the larger part of corspec takes longer than all that is before.
  const { run } = await import('../run/index.ts');
  try {
    const results = await run(request, { onEvent: () => {}, signal });
    if (served?.problems.misuse !== undefined) throw served.problems.misuse;
    return results;
  } catch (error) {
    if (served?.problems.misuse !== undefined) throw served.problems.misuse;
    if (!(error instanceof CannotRunError)) throw error;
    const cause = served?.problems.first;
    const thrown = cause === undefined ? '' : `\nThe handler threw: ${String(cause)}`;
    throw new CannotRunError(
      `${withCodeNames(error.message)}${thrown}`,
      cause === undefined ? {} : { cause },
    );
  }
}

interface Browsers {
  readonly browsers: readonly string[];
  readonly notes: readonly string[];
  readonly isStandIn: boolean;
}

async function browsersOf(choice: BrowserChoice): Promise<Browsers> {
  // A browser that is named is looked for by the run.
  if (choice.kind === 'named') return { browsers: choice.ids, notes: [], isStandIn: false };
  const chosen = chooseBrowsers(choice, await lookForChoice(choice, finders));
  if (!chosen.ok) throw new CannotRunError(chosen.reason);
  return { browsers: chosen.ids, notes: chosen.notes, isStandIn: chosen.isStandIn === true };
}
