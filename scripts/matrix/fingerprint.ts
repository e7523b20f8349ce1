import { createHash } from 'node:crypto';
import { policies } from '../../fixtures/policies.ts';
import { wholeFingerprint } from '../../src/targets/fingerprint.ts';
import type { Implementation } from '../../src/targets/index.ts';
import { suites } from '../../suites/index.ts';

/** A hash of everything that the results of an implementation depend on, save for corspec's own program. */
export async function fingerprintOf({ folder, manifest }: Implementation): Promise<string> {
  const sources = await wholeFingerprint({ folder, uses: manifest.uses });
  return createHash('sha256').update(`${sources}\0${catalogue}`).digest('hex').slice(0, 16);
}

const catalogue = JSON.stringify({ suites, policies });
