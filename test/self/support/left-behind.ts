import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Sees what a command leaves behind: processes by a mark in their environment, files by a TMPDIR of its own. */
export interface Trap {
  /** For the command. */
  readonly env: NodeJS.ProcessEnv;
  readonly temporary: string;
  /** Waits until nothing is left, and gives what is still there after ten seconds: command lines and file names. */
  leftBehind(): Promise<readonly string[]>;
  /** The marked processes that run now. */
  processes(): Promise<readonly { readonly pid: number; readonly command: string }[]>;
  /** Ends what is left, so that one test does not spoil the next. */
  clean(): Promise<void>;
}

/** How often a trap looks for what is left, every tenth of a second. */
const looks = 100;

export async function setTrap(): Promise<Trap> {
  const mark = `CORSPEC_TEST_TRAP=${randomUUID()}`;
  const temporary = await mkdtemp(join(tmpdir(), 'corspec-test-'));
  const [name = '', value = ''] = mark.split('=');
  const processes = () => markedProcesses(mark);
  return {
    env: { ...process.env, [name]: value, TMPDIR: temporary },
    temporary,
    processes,
    async leftBehind() {
      for (let look = 1; ; look += 1) {
        const commands = (await processes()).map(({ command }) => command);
        const left = [...commands, ...(await readdir(temporary))];
        if (left.length === 0 || look === looks) return left;
        await delay(100);
      }
    },
    async clean() {
      for (const { pid } of await processes()) kill(pid);
      await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function markedProcesses(mark: string) {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      if (!environment.split('\0').includes(mark)) return [];
      const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
      // One that has just ended has no command line any more.
      return command === '' ? [] : [{ pid, command: command.slice(0, 160) }];
    }),
  );
  return found.flat();
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
