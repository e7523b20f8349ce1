import { type ChildProcess, spawn } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/package.ts';
import { setTrap, type Trap } from '../self/support/left-behind.ts';

const program = join(packageRoot, 'examples/fullstack/run.js');

/** Free ports: others may test on this machine at the same time. */
const freePorts = ['--page-port', '0', '--api-port', '0', '--site-port', '0'];

/** The example as a person starts it, with what it leaves behind. */
export interface RunningExample {
  readonly child: ChildProcess;
  readonly trap: Trap;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
  /** Waits for a text of the output and gives the group of the pattern; rejects if the example ends without it. */
  readonly printed: (pattern: RegExp) => Promise<string>;
}

export async function startExample(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<RunningExample> {
  const trap = await setTrap();
  // As root, PostgreSQL runs as another user, which must be able to enter the temporary folder.
  await chmod(trap.temporary, 0o711);
  const env = { ...trap.env, NO_COLOR: '1', DATABASE_URL: '', ...variables };
  const child = spawn(process.execPath, [program, ...freePorts, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const printed = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(output)?.[1];
        if (found !== undefined) resolve(found);
      };
      child.stdout.on('data', look);
      look();
      void ended.then(() => {
        reject(new Error(`The example ended without ${pattern.source}:\n${output}`));
      });
    });
  return { child, trap, output: () => output, ended, printed };
}

/** Runs the example to its end. */
export async function runExample(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number | null; readonly output: string; readonly left: readonly string[] }> {
  const example = await startExample(args, variables);
  try {
    const status = await example.ended;
    return { status, output: example.output(), left: await example.trap.leftBehind() };
  } finally {
    await example.trap.clean();
  }
}
