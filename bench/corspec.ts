import { run } from '../src/run/index.ts';
import type { RunRequest } from '../src/run/request.ts';
import { residentMegabytes, row, type Subject } from './subject.ts';

export interface Measured {
  readonly browser: string;
  readonly msPerCheck: number;
}

/** A run of corspec: the time until the plan is complete, and the time per check after that. */
export async function measureCorspec(subject: Subject, browser: string): Promise<Measured> {
  const startedAt = performance.now();
  let plannedAt = startedAt;
  let checks = 0;
  const results = await run(requestFor(subject, browser), {
    signal: new AbortController().signal,
    onEvent(event) {
      if (event.kind !== 'planned') return;
      plannedAt = performance.now();
      checks = event.checks;
    },
  });
  const endedAt = performance.now();
  const notPassed = results.results.filter(({ status }) => status === 'fail' || status === 'error');
  const msPerCheck = (endedAt - plannedAt) / checks;
  console.log(
    row(
      `(a) corspec, ${browser}`,
      String(checks),
      msPerCheck.toFixed(2),
      (plannedAt - startedAt).toFixed(0),
      (endedAt - startedAt).toFixed(0),
      String(residentMegabytes()),
    ),
  );
  if (notPassed.length > 0)
    console.log(`    ${notPassed.length} checks did not pass, so their time is not representative`);
  return { browser, msPerCheck };
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
