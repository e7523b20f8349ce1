import type { Implementation } from './implementations.ts';
import { currentInstallContext, installedBytes, type InstallContext, workFolder } from './work-folder.ts';

/** How many bytes an implementation takes where it is installed; null when it is not, or nothing has to be installed. */
export async function installedSize(
  implementation: Implementation,
  surroundings: InstallContext = currentInstallContext(),
): Promise<number | null> {
  return installedBytes(await workFolder(implementation, surroundings));
}
