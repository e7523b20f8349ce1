import { spawn } from 'node:child_process';
import { PlainError } from './ports.js';

/**
 * What has to be stopped or removed at the end, the latest first. Each kind of end runs it: the last step, an error,
 * Ctrl-C.
 */
export function createCleanup() {
  const actions = [];
  let running;
  const runAll = async () => {
    for (let action = actions.pop(); action !== undefined; action = actions.pop())
      await action().catch((error) => console.error(`Could not clean up: ${error.message}`));
  };
  const requireRunning = () => {
    if (running !== undefined) throw new Error('The example is stopping.');
  };
  return {
    /** Throws once the cleanup has begun: nothing may be started then, because nothing would stop it. */
    requireRunning,
    /** Gives a function that does it earlier. */
    add(action) {
      requireRunning();
      actions.push(action);
      return async () => {
        const index = actions.indexOf(action);
        if (index < 0) return;
        actions.splice(index, 1);
        await action();
      };
    },
    run: () => (running ??= runAll()),
  };
}

/**
 * Starts a program, and stops it in the cleanup.
 * @returns {{ child, ended: Promise<number>, output: () => string, stop: () => Promise<void> }}
 */
export function start(
  cleanup,
  [program, ...args],
  { env = {}, stopBy = 'SIGTERM', wholeGroup = false, onLine, ...options } = {},
) {
  cleanup.requireRunning();
  const child = spawn(program, args, {
    ...options,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a process group of its own, because Ctrl-C reaches a whole group: servers stop in order, by the cleanup.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  let output = '';
  let line = '';
  const read = (chunk) => {
    output = (output + chunk).slice(-100_000);
    const lines = (line + chunk).split('\n');
    line = lines.pop();
    lines.forEach((complete) => onLine?.(complete));
  };
  child.stdout.setEncoding('utf8').on('data', read);
  child.stderr.setEncoding('utf8').on('data', read);
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  // The error belongs to whoever waits for the end; without anyone, the readiness check tells of it.
  ended.catch(() => {});
  const kill = (signal) => {
    if (wholeGroup && process.platform !== 'win32') process.kill(-child.pid, signal);
    else child.kill(signal);
  };
  const stop = cleanup.add(async () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    kill(stopBy);
    const timer = setTimeout(() => kill('SIGKILL'), 10_000);
    await ended.catch(() => {});
    clearTimeout(timer);
  });
  return { child, ended, output: () => output, stop };
}

/** Runs a program to its end. */
export async function run(cleanup, command, options) {
  const started = start(cleanup, command, options);
  try {
    return { status: await started.ended, output: started.output() };
  } finally {
    await started.stop();
  }
}

/** Waits until a server is ready; throws with the output of its program if that ends before. */
export async function waitUntil(isReady, { started, what, seconds = 60 }) {
  let end;
  started.ended.then(
    (status) => (end = `ended with status ${status}`),
    (error) => (end = error.message),
  );
  for (const limit = Date.now() + seconds * 1000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (end !== undefined) throw new PlainError(`${what} did not start: it ${end}.\n${started.output()}`);
    if (await isReady()) return;
    if (Date.now() > limit)
      throw new PlainError(`${what} did not start within ${seconds} s.\n${started.output()}`);
  }
}
