import { join } from 'node:path';
import { packageRoot } from '../src/package.ts';
import { type Implementation, readImplementation } from '../src/targets/index.ts';
import type { Policy } from '../src/policy/policy.ts';
import type { Scenario } from '../src/scenarios/scenario.ts';

/** The subject of all measurements. */
export interface Subject {
  readonly implementation: Implementation;
  readonly policyName: string;
  readonly policy: Policy;
  readonly scenarios: readonly Scenario[];
}

export function reference(): Promise<Implementation> {
  return readImplementation(join(packageRoot, 'servers', 'reference'));
}

/** A line of the table. */
export function row(title: string, ...checks: readonly string[]): string {
  return [title.padEnd(44), ...checks.map((check) => check.padStart(10))].join(' ');
}

/** Memory of this process: megabytes. */
export function residentMegabytes(): number {
  return Math.round(process.memoryUsage.rss() / 1e6);
}
