import type { Implementation } from './implementations.ts';
import { lackOf } from './missing-programs.ts';
import { programState } from './programs/find.ts';
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
  if (missing.length > 0) return { available: false, ...lackOf(missing, implementation.manifest) };
  const { installed } = await workFolder(implementation, surroundings);
  return { available: true, installed: installed && obtainable.length === 0 };
}
