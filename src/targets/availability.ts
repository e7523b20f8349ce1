import type { Implementation } from './implementations.ts';
import { programState } from './programs/find.ts';
import { helpFor } from './programs/help.ts';
import { type InstallContext, currentInstallContext, workFolder } from './work-folder.ts';

export type Availability =
  | {
      readonly available: true;
      /** False when `install` has to be called before it can start. */
      readonly installed: boolean;
    }
  | {
      readonly available: false;
      readonly reason: string;
      /** How to install what is missing. */
      readonly help: string;
    };

/** Whether an implementation can be installed and started on this machine. Runs no programs. */
export async function availability(
  implementation: Implementation,
  surroundings: InstallContext = currentInstallContext(),
): Promise<Availability> {
  const { missing, obtainable } = programState(implementation.manifest, surroundings.cacheHome);
  if (missing.length > 0) {
    const reason = `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not on PATH`;
    return { available: false, reason, help: missing.map((name) => helpFor(name)).join('\n') };
  }
  const { installed } = await workFolder(implementation, surroundings);
  return { available: true, installed: installed && obtainable.length === 0 };
}
