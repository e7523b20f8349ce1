import { CannotRunError } from '../../results/cannot-run-error.ts';
import { printable } from '../../text/printable.ts';
import { describeEnd } from '../target-error.ts';
import type { TargetEvent } from '../target-request.ts';
import { askUrl } from './answer.ts';
import { type RunningCommand, startCommand } from './command.ts';
import { maskEnv, outputOf, webServerProblem, type WebServerProblem } from './problem.ts';
import { isReadyAnswer, waitForUrl } from './wait.ts';
import type { WebServer } from './web-server.ts';

export type { WebServer } from './web-server.ts';

export interface WebServerHooks {
  readonly onEvent: (event: TargetEvent) => void;
  /** Receives each line that a command writes, safe to print. */
  readonly onOutput: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Does work that needs servers: starts them one after the other, waits until each is ready, and stops them at the end,
 * however it comes about.
 * @throws CannotRunError with the problem and the end of the command's output; or the error of the work
 */
export async function withWebServers<T>(
  servers: readonly WebServer[],
  hooks: WebServerHooks,
  work: () => Promise<T>,
): Promise<T> {
  const running = await startWebServers(servers, hooks);
  try {
    return await work();
  } finally {
    for (const started of running) warnIfEnded(started, hooks);
    await stopAll(running);
  }
}

/** Servers that stay between runs. */
export interface KeptWebServers {
  /**
   * Starts the servers, unless the same ones run already.
   * @throws CannotRunError as `withWebServers` does
   */
  ensure(servers: readonly WebServer[], hooks: WebServerHooks): Promise<void>;
  stop(): Promise<void>;
}

export function keepWebServers(): KeptWebServers {
  let running: readonly Started[] = [];
  let wanted = '';
  const stop = async () => {
    const stopping = running;
    running = [];
    await stopAll(stopping);
  };
  return {
    async ensure(servers, hooks) {
      const key = JSON.stringify(servers);
      if (key === wanted && running.length > 0 && running.every(({ command }) => command.end() === null))
        return;
      for (const started of running) warnIfEnded(started, hooks);
      await stop();
      wanted = key;
      running = await startWebServers(servers, hooks);
    },
    stop,
  };
}

/** Starts servers one after the other, and waits until each is ready. When one is not, all are stopped. */
async function startWebServers(
  servers: readonly WebServer[],
  hooks: WebServerHooks,
): Promise<readonly Started[]> {
  const running: Started[] = [];
  try {
    for (const server of servers) {
      const command = await startUnlessPresent(server, hooks);
      if (command === null) continue;
      running.push({ server, command });
      await untilReady(server, command, hooks);
    }
    return running;
  } catch (error) {
    await stopAll(running);
    throw error;
  }
}

async function stopAll(running: readonly Started[]): Promise<void> {
  await Promise.all(running.map(({ command }) => command.stop()));
}

interface Started {
  readonly server: WebServer;
  readonly command: RunningCommand;
}

/** Null when there is nothing to start. */
async function startUnlessPresent(server: WebServer, hooks: WebServerHooks): Promise<RunningCommand | null> {
  const { command, url, reuseExisting } = server;
  const { onEvent, onOutput, signal } = hooks;
  if (command === null) {
    onEvent({ kind: 'note', text: `waiting for ${url}` });
    const waited = await waitForUrl(url, server.timeoutMs, signal);
    if (waited.kind === 'late') throw failed(server, { code: 'late', last: waited.last });
    return null;
  }
  const present = await askUrl(url, server.timeoutMs, signal);
  signal.throwIfAborted();
  if (reuseExisting && isReadyAnswer(present)) {
    // It may be another server than the one that is meant: the line stays.
    const text = `${server.name}: ${url} responds already. That server is tested, and \`${command}\` is not started.`;
    onEvent({ kind: 'warning', text: maskEnv(text, server) });
    return null;
  }
  const isOccupied = present.kind === 'response' || present.occupied;
  if (!reuseExisting && isOccupied) throw failed(server, { code: 'occupied', answer: present });
  onEvent({ kind: 'note', text: `starting \`${command}\`` });
  const print = (line: string) => onOutput(maskEnv(printable(line), server));
  return startCommand(server, command, print).catch((error: unknown) => {
    throw failed(server, { code: 'not-started', reason: startReason(error, server) });
  });
}

async function untilReady(server: WebServer, command: RunningCommand, hooks: WebServerHooks): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([hooks.signal, over.signal]);
  void command.ended.then(() => over.abort());
  const waited = await waitForUrl(server.url, server.timeoutMs, signal);
  if (waited.kind === 'ready') return;
  hooks.signal.throwIfAborted();
  const end = command.end();
  const problem: WebServerProblem =
    end !== null || waited.kind === 'aborted'
      ? { code: 'ended', end: end ?? { code: null, signal: null } }
      : { code: 'late', last: waited.last };
  await command.stop();
  throw failed(server, problem, command.output());
}

function failed(server: WebServer, problem: WebServerProblem, output?: string): CannotRunError {
  return new CannotRunError(webServerProblem(server, problem, output));
}

/** A missing folder is ENOENT of the shell. */
function startReason(error: unknown, { cwd }: WebServer): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' ? `folder ${JSON.stringify(cwd)} not found` : message;
}

/** Checks fail for reasons of their own when the server has ended. */
function warnIfEnded({ server, command }: Started, { onEvent, signal }: WebServerHooks): void {
  const end = command.end();
  if (end === null || signal.aborted) return;
  const text = maskEnv(
    `${server.name}: \`${server.command ?? ''}\` ended during the run with ${describeEnd(end)}.`,
    server,
  );
  onEvent({ kind: 'warning', text: text + outputOf(server, command.output()) });
}
