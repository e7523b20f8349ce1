import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';

/** What finding a browser needs to know of the machine. Tests make one up. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly isRoot: boolean;
  /** Whether there is a file that may be executed. */
  isExecutable(path: string): boolean;
  /** The names in a folder; none when there is no such folder. */
  list(folder: string): readonly string[];
}

/** The machine that this runs on. */
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
    return true;
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
