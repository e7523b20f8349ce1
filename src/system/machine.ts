import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** What finding a program needs to know of the machine. Tests make one up. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly isRoot: boolean;
  /** Whether an executable file exists at a path. */
  isExecutable(path: string): boolean;
  /** The names in a folder; none if it does not exist. */
  list(folder: string): readonly string[];
}

/** The current machine. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    environment: process.env,
    home: homedir(),
    isRoot: process.getuid?.() === 0,
    isExecutable,
    list,
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Where a program may be, by PATH, in the order in which the platform looks. */
export function placesOnPath({ platform, environment }: Machine, name: string): readonly string[] {
  const path = platform === 'win32' ? win32 : posix;
  // Windows has it as `Path`, and Node's own process.env takes any case.
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(path.delimiter).filter(Boolean);
  const endings = platform === 'win32' ? (environment['PATHEXT'] ?? '.EXE;.CMD;.BAT').split(';') : [''];
  return folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending.toLowerCase())));
}

/**
 * Where a program is on PATH; null when it is not there. Nothing is run. `node` is always there: it is the one that
 * corspec runs on.
 */
export function findProgram(name: string, machine: Machine = thisMachine()): string | null {
  if (name === 'node') return process.execPath;
  return placesOnPath(machine, name).find((path) => machine.isExecutable(path)) ?? null;
}
