import { expect, onTestFinished, test } from 'vitest';
import { prepareTargets } from '../../../src/targets/prepare-targets.ts';
import type { TargetEvent } from '../../../src/targets/target-request.ts';
import { fixture, ownFixture } from './fixtures.ts';

test('an implementation that cannot be installed is an error with the reason, and the others run', async () => {
  const events: TargetEvent[] = [];
  const implementations = [await ownFixture('install-fails'), await fixture('well-behaved')];
  const prepared = await prepareTargets(
    {
      targets: implementations.map((implementation) => ({ kind: 'implementation', implementation })),
      policies: { open: { origins: '*' } },
      policyArguments: {},
      scenarios: [],
      timeoutMs: 5000,
    },
    { onEvent: (event) => events.push(event), signal: new AbortController().signal },
  );
  onTestFinished(() => prepared.stop());
  expect(prepared.ready.map(({ id, policyName }) => [id, policyName])).toEqual([['well-behaved', 'open']]);
  const reason: unknown = expect.stringContaining('install-fails could not be installed: ');
  expect(prepared.summaries).toMatchObject([
    { id: 'install-fails', policies: { open: { status: 'error', reason } } },
    { id: 'well-behaved', policies: { open: { status: 'ready' } } },
  ]);
  expect(events).toContainEqual({ kind: 'warning', text: reason });
});
