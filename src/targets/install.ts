import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installEnvironment } from '../system/environment.ts';
import { printable } from '../text/printable.ts';
import { sizeText } from '../text/size.ts';
import { availability } from './availability.ts';
import { boundCache, holdInstallation, limitProblem } from './bounded-cache.ts';
import type { Implementation } from './implementations.ts';
import { runInstallCommand } from './install-command.ts';
import { withLock } from './install-lock.ts';
import { recordBytes } from './installation-cache.ts';
import { programEnvironment, programState } from './programs/find.ts';
import { obtainPrograms } from './programs/obtain.ts';
import { TargetError } from './target-error.ts';
import {
  markInstalled,
  refreshCopy,
  installedBytes,
  type InstallContext,
  currentInstallContext,
  unmarkInstalled,
  type WorkFolder,
  workFolder,
} from './work-folder.ts';

export interface InstallHooks {
  /** Called before the commands run, with the folder that they run in. */
  readonly onBegin?: (folder: string) => void;
  /** Receives the commands and their output, line by line, escaped. */
  readonly onLine?: (line: string) => void;
  /** Receives why a command runs again, when a package registry did not respond. Default: `onLine`. */
  readonly onRetry?: (text: string) => void;
  /** Called when another corspec process installs the same implementation. */
  readonly onWait?: () => void;
  /** Called with a line for each installation that was removed from the cache, so that it does not take more than its limit. */
  readonly onRemoved?: (text: string) => void;
}

/**
 * Runs the install commands of an implementation, unless it is installed and unchanged. If its folder is read-only or
 * belongs to a package manager, they run in a copy in the user's cache folder, and it starts there. Concurrent corspec
 * processes that install the same implementation wait for each other.
 * @throws TargetError 'unavailable' when a program is missing, 'install-failed' when a command fails
 */
export async function install(
  implementation: Implementation,
  hooks: InstallHooks = {},
  surroundings: InstallContext = currentInstallContext(),
): Promise<void> {
  const { id } = implementation;
  const state = await availability(implementation, surroundings);
  if (!state.available)
    throw new TargetError('unavailable', id, `${id} cannot be installed: ${state.reason}.\n${state.help}`);
  if (state.installed) return;
  const invalid = limitProblem(surroundings);
  if (invalid !== null) throw new TargetError('install-failed', id, `${id} cannot be installed: ${invalid}`);

  const use = await holdInstallation(implementation, surroundings);
  try {
    await runCommands(implementation, hooks, surroundings);
    // The sizes are known now, and this one is in use: others go.
    if (use.isOfCache) for (const text of await boundCache(surroundings)) hooks.onRemoved?.(text);
  } catch (error) {
    throw asTargetError(error, id);
  } finally {
    await use.release();
  }
}

/** What the file system refuses, such as a full disk, concerns this implementation: others may be installed. */
function asTargetError(error: unknown, id: string): unknown {
  const isOfSystem = error instanceof Error && (error as NodeJS.ErrnoException).code !== undefined;
  return isOfSystem
    ? new TargetError('install-failed', id, `${id} could not be installed: ${printable(error.message)}.`)
    : error;
}

async function runCommands(
  implementation: Implementation,
  hooks: InstallHooks,
  surroundings: InstallContext,
): Promise<void> {
  const { id, manifest } = implementation;
  const { onLine = () => undefined, onRetry } = hooks;
  const run = { id, environment: installEnvironment(), onLine, onRetry };
  const { cacheHome } = surroundings;
  const { obtained, obtainable } = programState(manifest, cacheHome);
  if (obtainable.length > 0) hooks.onBegin?.(cacheHome);
  const programs = [...obtained, ...(await obtainPrograms(obtainable, cacheHome, run))];
  const place = await workFolder(implementation, surroundings);
  if (place.installed) return;
  const environment = await programEnvironment(programs, run.environment);
  await makeLockHome(id, place);
  await withLock(
    join(place.lockHome, '.corspec-installing'),
    async () => {
      if ((await workFolder(implementation, surroundings)).installed) return;
      hooks.onBegin?.(place.folder);
      if (place.isCopy)
        await refreshCopy({ folder: implementation.folder, uses: manifest.uses }, place.folder);
      await unmarkInstalled(place.folder);
      for (const command of manifest.install)
        await runInstallCommand(command, { ...run, environment, cwd: place.folder });
      // Files that the commands wrote, such as a new lock file, are part of the installation.
      await markInstalled(place.sources);
      if (place.isCopy) await recordBytes(place.lockHome);
    },
    hooks.onWait === undefined ? {} : { onWait: hooks.onWait },
  );
}

/** Like {@link install}, with notes for the user: one that names the folder, and one when it is done. */
export async function installWithNote(
  implementation: Implementation,
  onNote: (text: string) => void,
): Promise<void> {
  const { id } = implementation;
  const begun: number[] = [];
  await install(implementation, {
    onBegin(folder) {
      if (begun.push(performance.now()) === 1) onNote(`Installing ${id} (once) in ${printable(folder)}…`);
    },
    onWait: () => onNote(`Waiting for another corspec process that installs ${id}…`),
    onRetry: onNote,
    onRemoved: onNote,
  });
  const [start] = begun;
  if (start === undefined) return;
  const bytes = await installedBytes(await workFolder(implementation, currentInstallContext()));
  const size = bytes === null ? '' : `, ${sizeText(bytes)}`;
  onNote(`Installed ${id} (${Math.ceil((performance.now() - start) / 1000)} s${size}).`);
}

async function makeLockHome(id: string, place: WorkFolder): Promise<void> {
  await mkdir(place.lockHome, { recursive: true }).catch((error: Error) => {
    throw new TargetError(
      'install-failed',
      id,
      `${id} cannot be installed: neither its own folder nor ${place.lockHome} is writable ` +
        `(${error.message}). Set XDG_CACHE_HOME to a writable folder.`,
    );
  });
}
