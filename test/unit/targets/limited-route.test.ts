import { expect, it } from 'vitest';
import { createPace } from '../../../src/http1/pace.ts';
import { findDifferences } from '../../../src/targets/contract/index.ts';
import { contractServerOfImplementation } from '../../../src/targets/target-contract.ts';
import { policy, startServer } from '../../self/contract-server.ts';

it('the route that answers 429 by contract does not hold its server back', async () => {
  const { url } = await startServer({});
  const asked: string[] = [];
  const pace = createPace();
  pace.onAsked((host) => asked.push(host));
  const options = {
    routes: ['limited', 'resource'],
    timeoutMs: 5000,
    signal: new AbortController().signal,
    token: 'contract-test-',
    pace,
  } as const;
  expect(await findDifferences([{ server: contractServerOfImplementation(url), policy }], options)).toEqual(
    [],
  );
  expect(asked).toEqual([]);
});
