import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type Implementation, readImplementation } from '../../../src/targets/implementations.ts';
import { TargetError } from '../../../src/targets/target-error.ts';

export const fixtureServers = fileURLToPath(new URL('../../fixtures/servers', import.meta.url));

/** One of the programs in test/fixtures/servers, where it is. */
export function fixture(name: string): Promise<Implementation> {
  return readImplementation(join(fixtureServers, name));
}

/** A copy of one, with what it shares, that a test may write to. */
export async function ownFixture(name: string): Promise<Implementation> {
  const folder = await temporaryFolder();
  await cp(join(fixtureServers, name), join(folder, name), { recursive: true });
  await cp(join(fixtureServers, 'shared'), join(folder, 'shared'), { recursive: true });
  await cp(join(fixtureServers, '../../../package.json'), join(folder, 'package.json'));
  return readImplementation(join(folder, name));
}

/** An empty folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'corspec-target-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The TargetError that an action fails with. */
export async function targetErrorOf(action: Promise<unknown>): Promise<TargetError> {
  const error = await action.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof TargetError) return error;
  throw error;
}

/** What a URL was not asked for when it was observed. */
export const notAsked = { revalidated: null, part: null, allowsWrites: false } as const;
