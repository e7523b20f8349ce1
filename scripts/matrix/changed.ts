import type { Implementation } from '../../src/targets/index.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { MatrixRecord } from './record.ts';

/** The implementations that differ from those whose results are recorded, new ones included. */
export async function changedSince(
  matrix: MatrixRecord | null,
  implementations: readonly Implementation[],
): Promise<readonly Implementation[]> {
  const recorded = new Map(matrix?.implementations.map(({ id, fingerprint }) => [id, fingerprint]));
  const current = await Promise.all(implementations.map(fingerprintOf));
  return implementations.filter(({ id }, index) => recorded.get(id) !== current[index]);
}

/** As many as fit into `most`, of as many languages as possible, and the others. Both keep their order. */
export function spread(
  implementations: readonly Implementation[],
  most: number,
): { readonly chosen: readonly Implementation[]; readonly others: readonly Implementation[] } {
  const turn = (one: Implementation) =>
    implementations.filter(({ manifest }) => manifest.language === one.manifest.language).indexOf(one);
  const byTurn = [...implementations].sort((a, b) => turn(a) - turn(b));
  const chosen = new Set(byTurn.slice(0, most));
  return {
    chosen: implementations.filter((one) => chosen.has(one)),
    others: implementations.filter((one) => !chosen.has(one)),
  };
}
