import { drivers } from '../browsers/index.ts';
import { chooseBrowsers, lookForChoice, modelFinder, type BrowserChoice } from '../options/browsers.ts';
import { blockedPortProblem, urlProblem } from '../options/target-url.ts';
import { quoted } from '../options/validated.ts';
import type { Policy } from '../policy/policy.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import { withNotes } from '../results/index.ts';
import type { Results } from '../results/results.ts';
import type { RunRequest } from '../run/request.ts';
import type { UrlTarget } from '../targets/target-request.ts';
import { suites } from '../../suites/index.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { withCodeNames } from './option-names.ts';
import type { TestCorsOptions } from './options.ts';
import { createReport, type CorsReport } from './report.ts';
import { policyArgument, reproducedInCode, targetArguments } from './reproduce.ts';
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
  const { subject, resolved } = checkArguments(server, policy, options);
  if (subject.kind === 'url') return report(subject.url, null, resolved, options);
  const served = await serve(subject);
  try {
    return await report(new URL(options.path ?? '/', served.origin).href, served, resolved, options);
  } finally {
    await served.stop();
  }
}

interface Arguments {
  readonly subject: Subject;
  readonly resolved: ResolvedOptions;
}

/** @throws UsageError with all problems */
function checkArguments(server: unknown, policy: unknown, options: TestCorsOptions): Arguments {
  const subject = subjectAt(server, options);
  const resolved = resolveOptions(policy, options, { suites, browsers: browserIds });
  if (subject.ok && resolved.ok) return { subject: subject.value, resolved: resolved.value };
  throw new UsageError('testCors', [
    ...(subject.ok ? [] : [`server: ${subject.reason}`]),
    ...(resolved.ok ? [] : resolved.reason),
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
  resolved: ResolvedOptions,
  options: TestCorsOptions,
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
  const results = isStandIn ? withNotes(played, notes) : played;
  return createReport({
    results: served === null ? results : reproducedInCode(results),
    policies,
    scenarios: suites.flatMap(({ scenarios }) => scenarios),
    strict: options.strict ?? false,
    notes: isStandIn ? [] : notes,
  });
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
