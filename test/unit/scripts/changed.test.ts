import { expect, it } from 'vitest';
import { changedSince, spread } from '../../../scripts/matrix/changed.ts';
import { fingerprintOf } from '../../../scripts/matrix/fingerprint.ts';
import { type MatrixRecord, readMatrix } from '../../../scripts/matrix/record.ts';
import { builtInServers, findImplementations } from '../../../src/targets/index.ts';

const { implementations } = await findImplementations([builtInServers]);
const ids = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id);
const named = (...names: string[]) => implementations.filter(({ id }) => names.includes(id));

/** The recorded matrix with the fingerprints of today, save for some. */
async function recordedExcept(...changed: string[]): Promise<MatrixRecord> {
  const matrix = readMatrix();
  if (matrix === null) throw new Error('There is no results/matrix.json.gz: npm run matrix');
  const fingerprints = new Map(
    await Promise.all(implementations.map(async (one) => [one.id, await fingerprintOf(one)] as const)),
  );
  return {
    ...matrix,
    implementations: matrix.implementations.map((one) => ({
      ...one,
      fingerprint: changed.includes(one.id) ? 'other' : (fingerprints.get(one.id) ?? ''),
    })),
  };
}

it('implementations whose fingerprint is not the recorded one have changed', async () => {
  const wanted = named('express-cors', 'fastapi', 'nginx-map');
  expect(ids(await changedSince(await recordedExcept('fastapi'), wanted))).toEqual(['fastapi']);
});

it('implementations without recorded results count as changed', async () => {
  const matrix = await recordedExcept();
  const without = matrix.implementations.filter(({ id }) => id !== 'nginx-map');
  const wanted = named('express-cors', 'nginx-map');
  expect(ids(await changedSince({ ...matrix, implementations: without }, wanted))).toEqual(['nginx-map']);
  expect(ids(await changedSince(null, wanted))).toEqual(['express-cors', 'nginx-map']);
});

it('of those that changed, each language is played before one is played twice', () => {
  const changed = named('express-cors', 'fastapi', 'flask-cors', 'koa-cors', 'rs-cors');
  const { chosen, others } = spread(changed, 4);
  expect(ids(chosen)).toEqual(['express-cors', 'fastapi', 'flask-cors', 'rs-cors']);
  expect(ids(others)).toEqual(['koa-cors']);
});
