import { run } from '../src/run/index.ts';
import type { RunRequest } from '../src/run/request.ts';
import type { Subject } from './subject.ts';

/** The time of a check in a run of corspec, from the complete plan to the end: milliseconds. */
export async function measureCorspec(subject: Subject, browser: string): Promise<number> {
  let plannedAt = performance.now();
  let checks = 0;
  const { results } = await run(requestFor(subject, browser), {
    signal: new AbortController().signal,
    onEvent(event) {
      if (event.kind !== 'planned') return;
      plannedAt = performance.now();
      checks = event.checks;
    },
  });
  const took = performance.now() - plannedAt;
  const notPassed = results.filter(({ status }) => status === 'fail' || status === 'error');
  if (notPassed.length > 0)
    throw new Error(`${notPassed.length} checks did not pass in ${browser}, so their time says nothing.`);
  return took / checks;
}

function requestFor({ implementation, policyName, policy, scenarios }: Subject, browser: string): RunRequest {
  return {
    targets: [{ kind: 'implementation', implementation }],
    policies: { [policyName]: policy },
    policyArguments: { [policyName]: `--policy ${policyName}` },
    browsers: [browser],
    scenarios,
    timeoutMs: 10_000,
    jobs: 12,
    evidence: 'failures',
  };
}
