/**
 * `npm run soak [-- --browser chromium,model] [--times N] [--server reference]`: plays the whole catalogue again and again,
 * and tells which cells came out otherwise than the first time. Ends with 1 when one did, when something that is right
 * did not pass, or when a browser deviated without a name.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { policies } from '../fixtures/policies.ts';
import { run } from '../src/run/index.ts';
import { builtInServers, readImplementation } from '../src/target/index.ts';
import type { Result, Results } from '../src/vocabulary/results.ts';
import { suites } from '../suites/index.ts';

const controller = new AbortController();
process.once('SIGINT', () => controller.abort());
process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      browser: { type: 'string', default: 'model' },
      times: { type: 'string', default: '10' },
      server: { type: 'string', default: 'reference' },
    },
  });
  const times = Number(values.times);
  if (!Number.isInteger(times) || times < 1)
    throw new Error(`--times wants a number from 1 on, not ${values.times}.`);
  let isGood = true;
  for (const browser of values.browser.split(','))
    isGood = (await soak(browser, times, values.server)) && isGood;
  return isGood && !controller.signal.aborted ? 0 : 1;
}

async function soak(browser: string, times: number, server: string): Promise<boolean> {
  let first: ReadonlyMap<string, string> | undefined;
  let isGood = true;
  for (let time = 1; time <= times && !controller.signal.aborted; time++) {
    const results = await playOnce(browser, server);
    const seen = fingerprints(results.results);
    first ??= seen;
    const complaints = [...differences(first, seen), ...results.results.flatMap(wrongs)];
    console.log(line(results, `${browser} ${time}/${times}`, complaints.length));
    for (const complaint of complaints) console.log(`  ${complaint}`);
    if (complaints.length > 0 || results.interrupted) isGood = false;
  }
  return isGood;
}

async function playOnce(browser: string, server: string): Promise<Results> {
  const implementation = await readImplementation(join(builtInServers, server));
  return run(
    {
      targets: [{ kind: 'implementation', implementation }],
      policies,
      policyArguments: {},
      browsers: [browser],
      scenarios: suites.flatMap((suite) => suite.scenarios),
      timeoutMs: 10_000,
      jobs: 16,
      evidence: 'failures',
    },
    {
      onEvent: (event) => event.kind === 'warning' && console.error(event.text),
      signal: controller.signal,
    },
  );
}

/** What must not differ from one time to the next: the verdict, the wire, and the deviations by their names. */
function fingerprints(results: readonly Result[]): ReadonlyMap<string, string> {
  return new Map(
    results.map((result) => [
      nameOf(result),
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

function wrongs(result: Result): string[] {
  return [
    ...(['fail', 'error'].includes(result.status)
      ? [`${nameOf(result)} gives ${result.status}: ${result.message ?? ''}`]
      : []),
    ...result.deviations
      .filter(({ id }) => id === null)
      .map(({ says }) => `${nameOf(result)} deviates without a name: ${says}`),
  ];
}

function line({ results, durationMs }: Results, title: string, complaints: number): string {
  const count = (status: Result['status']) => results.filter((result) => result.status === status).length;
  const deviations = results.filter((result) => result.deviations.length > 0).length;
  return (
    `${title}: ${count('pass')} pass, ${count('fail')} fail, ${count('error')} error, ` +
    `${count('not-applicable')} not applicable, ${deviations} with a deviation, ` +
    `${(durationMs / 1000).toFixed(1)} s${complaints === 0 ? '' : `, ${complaints} complaints`}`
  );
}

function nameOf({ target, policy, scenario }: Result): string {
  return `${target} ${policy} ${scenario}`;
}
