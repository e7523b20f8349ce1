import { startImplementation } from '../src/targets/index.ts';
import type { Subject } from './subject.ts';

/** Starts the reference server, and does work with the command line of a run of all checks on its URL. */
export async function withTarget<T>(
  { implementation, policyName, policy }: Subject,
  work: (words: readonly string[]) => Promise<T>,
): Promise<T> {
  const server = await startImplementation(implementation, { [policyName]: policy });
  try {
    const state = server.policies.get(policyName);
    if (state?.status !== 'ready')
      throw new Error(`The reference server does not support the policy ${policyName}.`);
    return await work(['run', state.url, '--routes', 'standard', '--allow-writes', '--policy', policyName]);
  } finally {
    await server.stop();
  }
}
