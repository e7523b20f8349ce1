import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { installEnvironment } from '../system/environment.ts';
import { printable } from '../text/printable.ts';
import { availability } from './availability.ts';
import type { Implementation } from './implementations.ts';
import { withLock } from './install-lock.ts';
import { describeEnd, tailOf, TargetError } from './target-error.ts';
import { textTail } from './text-tail.ts';
import {
  markInstalled,
  refreshCopy,
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
  /** Called when another corspec process installs the same implementation. */
  readonly onWait?: () => void;
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
  const { id, folder, manifest } = implementation;
  const state = await availability(implementation, surroundings);
  if (!state.available)
    throw new TargetError('unavailable', id, `${id} cannot be installed: ${state.reason}.\n${state.help}`);
  if (state.installed) return;

  const place = await workFolder(implementation, surroundings);
  await makeLockHome(id, place);
  await withLock(
    join(place.lockHome, '.corspec-installing'),
    async () => {
      if ((await workFolder(implementation, surroundings)).installed) return;
      hooks.onBegin?.(place.folder);
      if (place.isCopy) await refreshCopy(folder, place.folder);
      await unmarkInstalled(place.folder);
      for (const command of manifest.install) await runCommand(id, command, place.folder, hooks.onLine);
      // Files that the commands wrote, such as a new lock file, are part of the installation.
      await markInstalled(place.folder);
    },
    hooks.onWait === undefined ? {} : { onWait: hooks.onWait },
  );
}

/** Like {@link install}, with one note for the user that names the folder. */
export function installWithNote(
  implementation: Implementation,
  onNote: (text: string) => void,
): Promise<void> {
  const { id } = implementation;
  return install(implementation, {
    onBegin: (folder) => onNote(`Installing ${id} (once) in ${printable(folder)}…`),
    onWait: () => onNote(`Waiting for another corspec process that installs ${id}…`),
  });
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

/** In corspec's process group, so that Ctrl-C reaches the command too. */
async function runCommand(
  id: string,
  command: string,
  cwd: string,
  onLine: (line: string) => void = () => undefined,
): Promise<void> {
  onLine(`$ ${printable(command)}`);
  const child = spawn(command, {
    cwd,
    shell: true,
    env: installEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = textTail(64 * 1024);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', output.push);
    createInterface({ input: stream }).on('line', (line) => onLine(printable(line)));
  }
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code === 0) return;
  throw new TargetError(
    'install-failed',
    id,
    `${id} could not be installed: \`${printable(command)}\` failed with ${describeEnd({ code, signal })} in ${printable(cwd)}. ` +
      `It may need access to a package registry; run it there manually for details.${tailOf('End of its output:', output.text())}`,
  );
}
