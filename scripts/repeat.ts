/**
 * `npm run test:repeat [-- --browser chromium,model] [--times N] [--server reference] [--suite LIST]`: runs all scenarios repeatedly,
 * or those of some suites (browsers run the suite combinations only with `--suite combinations`), and
 * prints the checks that differ from the first run. Exits with 1 when one differs, when a check of a correct server does not
 * pass, or when a browser has an unknown deviation.
 */
import { parseArgs } from 'node:util';
import type { Result, Results } from '../src/results/results.ts';
import { checkName, problemsOfCorrectServer } from './catalogue/check.ts';
import { knownSuites, runCatalogue } from './catalogue/run.ts';
import { runScript, UsageError } from './run-script.ts';

await runScript(main);

async function main(signal: AbortSignal): Promise<number> {
  const { values } = parseArgs({
    options: {
      browser: { type: 'string', default: 'model' },
      times: { type: 'string', default: '10' },
      server: { type: 'string', default: 'reference' },
      suite: { type: 'string' },
    },
  });
  const times = Number(values.times);
  if (!Number.isInteger(times) || times < 1)
    throw new UsageError(`--times must be a whole number from 1, not ${values.times}.`);
  const suites = values.suite === undefined ? {} : { suites: knownSuites(values.suite) };
  let isGood = true;
  for (const browser of values.browser.split(','))
    isGood = (await repeat({ browser, times, server: values.server, signal, ...suites })) && isGood;
  return isGood && !signal.aborted ? 0 : 1;
}

interface Repetition {
  readonly browser: string;
  readonly times: number;
  readonly server: string;
  readonly suites?: readonly string[];
  readonly signal: AbortSignal;
}

async function repeat({ browser, times, signal, ...selection }: Repetition): Promise<boolean> {
  let first: ReadonlyMap<string, string> | undefined;
  let isGood = true;
  for (let time = 1; time <= times && !signal.aborted; time++) {
    const results = await runCatalogue({
      browser,
      ...selection,
      signal,
      onWarning: (text) => console.error(text),
    });
    // What an interrupted run did not play does not differ.
    if (results.interrupted) return false;
    const seen = fingerprints(results.results);
    first ??= seen;
    const problems = [...differences(first, seen), ...problemsOfCorrectServer(results.results)];
    console.log(line(results, `${browser} ${time}/${times}`, problems.length));
    for (const problem of problems) console.log(`  ${problem}`);
    if (problems.length > 0) isGood = false;
  }
  return isGood;
}

/** What must not differ between runs: the status, the step, the wire, and the ids of the deviations. */
function fingerprints(results: readonly Result[]): ReadonlyMap<string, string> {
  return new Map(
    results.map((result) => [
      checkName(result),
      [
        result.status,
        result.step?.step ?? '-',
        result.wire,
        result.deviations.map(({ id }) => id ?? '?').join(' '),
      ].join(' | '),
    ]),
  );
}

function differences(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...now.keys()])]
    .filter((name) => before.get(name) !== now.get(name))
    .map(
      (name) => `${name} differs: first ${before.get(name) ?? 'nothing'}; now ${now.get(name) ?? 'nothing'}`,
    );
}

function line({ results, durationMs }: Results, title: string, problems: number): string {
  const count = (status: Result['status']) => results.filter((result) => result.status === status).length;
  const deviations = results.filter((result) => result.deviations.length > 0).length;
  return (
    `${title}: ${count('pass')} pass, ${count('fail')} fail, ${count('error')} error, ` +
    `${count('not-applicable')} not applicable, ${deviations} with a deviation, ` +
    `${(durationMs / 1000).toFixed(1)} s${problems === 0 ? '' : `, ${problems} problems`}`
  );
}
