import type { Policy } from '../policy/policy.ts';
import { printable } from '../text/printable.ts';
import { availability } from './availability.ts';
import { holdInstallation } from './bounded-cache.ts';
import { type Child, type ProcessEnd, startChild } from './child.ts';
import { type Handshake, handshake, type PolicyState } from './handshake.ts';
import type { Implementation } from './implementations.ts';
import { lineSplitter } from './lines.ts';
import { programEnvironment, programState } from './programs/find.ts';
import { describeEnd, tailOf, TargetError, type TargetErrorKind } from './target-error.ts';
import { type InstallContext, currentInstallContext, workFolder } from './work-folder.ts';

export interface StartOptions {
  /** The time limit until the ready line: ms. Default: that of its server.json, or 20 s. */
  readonly readyTimeoutMs?: number;
  /** The time limit to exit after stdin was closed, and again after SIGTERM: ms. Default: 2 s. */
  readonly stopGraceMs?: number;
  readonly surroundings?: InstallContext;
  /** Aborts the wait for the ready line. */
  readonly signal?: AbortSignal;
}

/** A running implementation, with one server for each supported policy. */
export interface RunningImplementation {
  /** In the order of the request. */
  readonly policies: ReadonlyMap<string, PolicyState>;
  /** Names and versions of its libraries, as it reports them. Untrusted text. */
  readonly versions: Readonly<Record<string, string>>;
  /** The end of its stderr, at most 64 KiB, for messages. Untrusted text. */
  stderr(): string;
  /** Resolves when its process has ended. */
  readonly ended: Promise<ProcessEnd>;
  /** Closes its stdin, then sends SIGTERM and SIGKILL. Ends its whole process group. */
  stop(): Promise<void>;
}

/** How long an implementation may take until it is ready: seconds. */
const defaultReadyTimeout = 20;

/** The longest accepted line of an implementation: bytes. */
const longestLine = 1024 * 1024;

/** Why a start failed. The message has no subject. */
interface StartFailure {
  readonly kind: TargetErrorKind;
  readonly message: string;
  readonly help: string;
}

type StartResult =
  { readonly versions: Readonly<Record<string, string>> } | { readonly failure: StartFailure };

/**
 * Starts an installed implementation with policies, and waits until it is ready.
 * @param policies by name; an invalid one is sent first, and an implementation that accepts it is not trusted
 * @throws TargetError with the problem, the end of its stderr, and the fix; its processes have ended then
 */
export async function startImplementation(
  implementation: Implementation,
  policies: Readonly<Record<string, Policy>>,
  options: StartOptions = {},
): Promise<RunningImplementation> {
  const { readyTimeout = defaultReadyTimeout } = implementation.manifest;
  const { readyTimeoutMs = readyTimeout * 1000, stopGraceMs = 2000, signal } = options;
  const { surroundings = currentInstallContext() } = options;
  const child = await launchHeld(implementation, stopGraceMs, surroundings);
  const talk = handshake(policies);
  const result = await converse(child, talk, readyTimeoutMs, signal);
  if ('failure' in result) {
    await child.stop();
    throw startError(implementation, child, result.failure);
  }
  const { stderr, ended, stop: stop } = child;
  return { policies: talk.answers(), versions: result.versions, stderr, ended, stop };
}

/** Starts its process. What it uses of the cache is not removed before the process has ended. */
async function launchHeld(
  implementation: Implementation,
  graceMs: number,
  surroundings: InstallContext,
): Promise<Child> {
  const use = await holdInstallation(implementation, surroundings);
  try {
    const child = await launch(implementation, graceMs, surroundings);
    void child.ended.then(use.release);
    return child;
  } catch (error) {
    await use.release();
    throw error;
  }
}

async function launch(
  implementation: Implementation,
  graceMs: number,
  surroundings: InstallContext,
): Promise<Child> {
  const { id, manifest } = implementation;
  const state = await availability(implementation, surroundings);
  if (!state.available)
    throw new TargetError('unavailable', id, `${id} cannot be started: ${state.reason}.\n${state.help}`);
  const { folder } = await workFolder(implementation, surroundings);
  if (!state.installed) {
    const commands = manifest.install.map((command) => `\n  ${printable(command)}`).join('');
    throw new TargetError(
      'unavailable',
      id,
      `${id} cannot be started: it is not installed, or has changed since. Run these commands in ${printable(folder)}:${commands}`,
    );
  }
  const { obtained } = programState(manifest, surroundings.cacheHome);
  const environment = await programEnvironment(obtained, process.env);
  return startChild(manifest.start, { cwd: folder, environment, graceMs }).catch(
    (error: NodeJS.ErrnoException) => {
      const program = printable(manifest.start[0] ?? '');
      const why = error.code === 'ENOENT' ? `program ${program} not found` : printable(error.message);
      throw new TargetError(
        'unavailable',
        id,
        `${id} cannot be started in ${printable(folder)}: ${why}. Check "start" in its server.json` +
          (error.code === 'ENOENT' ? ` and add ${program} to "needs".` : '.'),
      );
    },
  );
}

/** Sends the policies, and reads lines until it is ready, violates the contract, exits, or the time is up. */
function converse(
  child: Child,
  talk: Handshake,
  readyTimeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<StartResult> {
  return new Promise((resolve) => {
    const settle = (result: StartResult) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupt);
      child.stdout.off('data', split);
      // Discards further output, so that the process does not block.
      child.stdout.resume();
      resolve(result);
    };
    const interrupt = () => settle({ failure: interrupted });
    signal?.addEventListener('abort', interrupt, { once: true });
    const timer = setTimeout(() => settle({ failure: lateFailure(talk, readyTimeoutMs) }), readyTimeoutMs);
    let settled = false;
    const split = lineSplitter(longestLine, (event) => {
      // A chunk may contain lines after the decisive one.
      if (settled) return;
      const result = event.kind === 'line' ? answerTo(talk, event.line) : { failure: tooLong(event.start) };
      if (result === null) return;
      settled = true;
      settle(result);
    });
    child.stdout.on('data', split);
    void child.ended.then((end) => settle({ failure: endFailure(talk, end) }));
    child.writeLine(talk.question);
    if (signal?.aborted === true) interrupt();
  });
}

const interrupted: StartFailure = {
  kind: 'exited',
  message: 'was stopped before it was ready, because the run was interrupted',
  help: '',
};

function answerTo(talk: Handshake, line: string): StartResult | null {
  const step = talk.take(line);
  if (step.kind === 'more') return null;
  if (step.kind === 'ready') return { versions: step.versions };
  return { failure: { ...step.problem, help: advice[step.problem.kind] } };
}

const advice = {
  'invalid-json': 'Print only lines of JSON to stdout, and log to stderr.',
  contract:
    'Expected one line for each policy, {"policy": "<name>", "url": "http://127.0.0.1:<port>"} or ' +
    '{"policy": "<name>", "unsupported": "<why>"}, followed by {"ready": true, "versions": {…}}.',
  untrusted: 'It must validate each key of its policy and answer "unsupported" for unknown keys.',
} as const;

function tooLong(start: string): StartFailure {
  const message = `printed a line of more than ${longestLine} bytes, \`${printable(start, { limit: 200 })}\``;
  return { kind: 'invalid-json', message, help: advice['invalid-json'] };
}

function endFailure(talk: Handshake, end: ProcessEnd): StartFailure {
  const words = describeEnd(end);
  if (talk.missing().length === 0 && end.code === 0)
    return {
      kind: 'no-ready-line',
      message: `answered for every policy and exited (${words}) without a ready line`,
      help: readyAdvice,
    };
  return {
    kind: 'exited',
    message: `exited before it was ready (${words})`,
    help: 'It must run until its stdin closes.',
  };
}

function lateFailure(talk: Handshake, timeoutMs: number): StartFailure {
  const missing = talk.missing();
  if (missing.length === 0)
    return {
      kind: 'no-ready-line',
      message: `answered for every policy, but printed no ready line within ${timeoutMs} ms`,
      help: readyAdvice,
    };
  return {
    kind: 'timeout',
    message: `was not ready within ${timeoutMs} ms; no answer yet for ${missing.join(', ')}`,
    help: 'Does it read one line from stdin, print one line for each policy, and flush its stdout?',
  };
}

const readyAdvice = 'It must print {"ready": true, "versions": {…}} at the end and flush its stdout.';

function startError(implementation: Implementation, child: Child, failure: StartFailure): TargetError {
  const { id } = implementation;
  const message = `${id} ${failure.message}. ${failure.help}${tailOf('End of its stderr:', child.stderr())}`;
  return new TargetError(failure.kind, id, message);
}
