import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../free-port.ts';

/** A web server such as nginx, which reads its configuration from a file and stays in the foreground. */
export interface ServerProgram {
  readonly program: string;
  /** The configuration file, in a folder that the program may write to. */
  readonly configuration: (place: Place) => string;
  readonly args: (file: string, folder: string) => readonly string[];
}

interface Place {
  readonly port: number;
  readonly folder: string;
}

export interface RunningProgram {
  readonly origin: string;
  readonly stop: () => void;
}

/** Programs for administrators: not in the PATH of every user. */
const environment = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin` };

/** Whether a program can be started: with an argument such as `-v`, which has it do nothing. */
export function canStart(program: string, argument: string): Promise<boolean> {
  return new Promise((resolve) =>
    execFile(program, [argument], { env: environment }, (error) => resolve(error === null)),
  );
}

/**
 * The program ends, and its folder is removed, when its stdin is closed: by `stop`, or by the kernel when this process has
 * ended, killed or not. A signal from the terminal reaches the whole group: the shell outlives it to remove the folder.
 * The shell reports the end of a child to stderr, where nothing may read any more: it has none.
 */
const tied = `
trap '' HUP INT TERM
folder=$1
shift
exec 3<&0 4>&2 2>/dev/null
"$@" </dev/null 3<&- 2>&4 4>&- &
child=$!
{ cat <&3 >/dev/null; kill -KILL $child 2>/dev/null; } &
exec 3<&-
wait $child
status=$?
rm -rf -- "$folder"
exit $status
`;

/** Starts it at a free port of 127.0.0.1. The port may be taken before the program binds it: then at another. */
export async function startProgram(server: ServerProgram): Promise<RunningProgram> {
  for (let attempt = 1; ; attempt++) {
    const running = await startOnce(server, await freePort());
    if ('origin' in running) return running;
    if (attempt === 3) throw new Error(`${server.program} ended at once: ${running.stderr}`);
  }
}

async function startOnce(
  { program, configuration, args }: ServerProgram,
  port: number,
): Promise<RunningProgram | { readonly stderr: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'corspec-program-'));
  const file = join(folder, 'server.conf');
  writeFileSync(file, configuration({ port, folder }));
  const child = spawn('/bin/sh', ['-c', tied, 'sh', folder, program, ...args(file, folder)], {
    stdio: ['pipe', 'ignore', 'pipe'],
    // Caddy writes to the folders of the user otherwise.
    env: { ...environment, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
    cwd: folder,
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(() => false);
  const stop = (): void => void child.stdin.end();
  child.stdin.on('error', () => undefined);
  if (await Promise.race([listens(port, child), ended])) return { origin: `http://127.0.0.1:${port}`, stop };
  stop();
  return { stderr };
}

/** Resolves to true when something listens there, and to false when the program has ended. */
async function listens(port: number, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null) {
    if (await accepts(port)) return true;
    await delay(20);
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
