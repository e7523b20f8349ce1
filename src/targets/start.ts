import type { Policy } from '../policy/policy.ts';
import { printable } from '../text/printable.ts';
import { availability } from './availability.ts';
import { type Child, type ProcessEnd, startChild } from './child.ts';
import { type Handshake, handshake, type PolicyState } from './handshake.ts';
import type { Implementation } from './implementations.ts';
import { lineSplitter } from './lines.ts';
import { endInWords, tailOf, TargetError, type TargetErrorKind } from './target-error.ts';
import { type Surroundings, theseSurroundings, workFolder } from './work-folder.ts';

export interface StartOptions {
  /** How long it may take until the ready line: ms. 20 s when absent. */
  readonly readyTimeoutMs?: number;
  /** How long it may take to end after its stdin closed, and again after SIGTERM: ms. 2 s when absent. */
  readonly stopGraceMs?: number;
  readonly surroundings?: Surroundings;
  /** Ends the wait for the ready line at once. */
  readonly signal?: AbortSignal;
}

/** An implementation that runs, with one server for each policy that it supports. */
export interface RunningImplementation {
  /** In the order in which the policies were given. */
  readonly policies: ReadonlyMap<string, PolicyState>;
  /** Names and versions of its libraries, as it says. Untrusted text. */
  readonly versions: Readonly<Record<string, string>>;
  /** The end of its stderr, at most 64 KiB, for messages. Untrusted text. */
  stderr(): string;
  /** Resolves when its process has ended, stopped or by itself. */
  readonly ended: Promise<ProcessEnd>;
  /** Closes its stdin; SIGTERM and SIGKILL for what does not end. Nothing of its process group is left behind. */
  stop(): Promise<void>;
}

/** Bytes of the longest line that is read from an implementation. */
const longestLine = 1024 * 1024;

/** Why a start failed. The message lacks its subject. */
interface StartFailure {
  readonly kind: TargetErrorKind;
  readonly message: string;
  readonly help: string;
}

type StartResult =
  { readonly versions: Readonly<Record<string, string>> } | { readonly failure: StartFailure };

/**
 * Starts an implementation under policies, and waits until it is ready. It has to be installed.
 * @param policies by name; one that makes no sense is put first, and who claims to apply that one is not trusted
 * @throws TargetError what it did, the end of its stderr, and what to do; nothing of it runs then
 */
export async function startImplementation(
  implementation: Implementation,
  policies: Readonly<Record<string, Policy>>,
  options: StartOptions = {},
): Promise<RunningImplementation> {
  const { readyTimeoutMs = 20_000, stopGraceMs = 2000, surroundings = theseSurroundings() } = options;
  const { signal } = options;
  const child = await launch(implementation, stopGraceMs, surroundings);
  const talk = handshake(policies);
  const result = await converse(child, talk, readyTimeoutMs, signal);
  if ('failure' in result) {
    await child.stop();
    throw startError(implementation, child, result.failure);
  }
  const { stderr, ended, stop } = child;
  return { policies: talk.answers(), versions: result.versions, stderr, ended, stop };
}

async function launch(
  implementation: Implementation,
  graceMs: number,
  surroundings: Surroundings,
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
      `${id} cannot be started: it is not installed, or has changed since. These have to be run in ${printable(folder)}:${commands}`,
    );
  }
  return startChild(manifest.start, folder, graceMs).catch((error: NodeJS.ErrnoException) => {
    const program = printable(manifest.start[0] ?? '');
    const why = error.code === 'ENOENT' ? `there is no program ${program}` : printable(error.message);
    throw new TargetError(
      'unavailable',
      id,
      `${id} cannot be started in ${printable(folder)}: ${why}. Look at "start" in its server.json` +
        (error.code === 'ENOENT' ? `, and name ${program} in "needs".` : '.'),
    );
  });
}

/** Asks, and reads lines until it is ready, breaks the contract, ends, or the time is up. */
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
      // Whatever it still prints is of no interest, and must not block it.
      child.stdout.resume();
      resolve(result);
    };
    const interrupt = () => settle({ failure: interrupted });
    signal?.addEventListener('abort', interrupt, { once: true });
    const timer = setTimeout(() => settle({ failure: lateFailure(talk, readyTimeoutMs) }), readyTimeoutMs);
    let settled = false;
    const split = lineSplitter(longestLine, (event) => {
      // One chunk may hold lines after the one that decided.
      if (settled) return;
      const result = event.kind === 'line' ? answerTo(talk, event.line) : { failure: tooLong(event.start) };
      if (result === null) return;
      settled = true;
      settle(result);
    });
    child.stdout.on('data', split);
    void child.ended.then((end) => settle({ failure: endFailure(talk, end) }));
    child.say(talk.question);
    if (signal?.aborted === true) interrupt();
  });
}

const interrupted: StartFailure = {
  kind: 'exited',
  message: 'was stopped before it was ready, as the run was interrupted',
  help: '',
};

function answerTo(talk: Handshake, line: string): StartResult | null {
  const step = talk.take(line);
  if (step.kind === 'more') return null;
  if (step.kind === 'ready') return { versions: step.versions };
  return { failure: { ...step.problem, help: advice[step.problem.kind] } };
}

const advice = {
  rubbish: 'Its stdout is for lines of JSON; what it logs belongs on stderr.',
  contract:
    'Wanted is one line for each policy, {"policy": "<name>", "url": "http://127.0.0.1:<port>"} or ' +
    '{"policy": "<name>", "unsupported": "<why>"}, and then {"ready": true, "versions": {…}}.',
  untrusted: 'It has to look at each key of its policy and call what it does not know "unsupported".',
} as const;

function tooLong(start: string): StartFailure {
  const message = `printed a line of more than ${longestLine} bytes, \`${printable(start, { limit: 200 })}\``;
  return { kind: 'rubbish', message, help: advice.rubbish };
}

function endFailure(talk: Handshake, end: ProcessEnd): StartFailure {
  const words = endInWords(end);
  if (talk.missing().length === 0 && end.code === 0)
    return {
      kind: 'no-ready-line',
      message: `answered for every policy and ended (${words}) without a ready line`,
      help: readyAdvice,
    };
  return {
    kind: 'exited',
    message: `ended before it was ready (${words})`,
    help: 'It has to run until its stdin closes.',
  };
}

function lateFailure(talk: Handshake, timeoutMs: number): StartFailure {
  const missing = talk.missing();
  if (missing.length === 0)
    return {
      kind: 'no-ready-line',
      message: `answered for every policy, and printed no ready line within ${timeoutMs} ms`,
      help: readyAdvice,
    };
  return {
    kind: 'timeout',
    message: `was not ready within ${timeoutMs} ms; no answer yet for ${missing.join(', ')}`,
    help: 'Does it read one line from stdin, print one line for each policy, and flush its stdout?',
  };
}

const readyAdvice = 'It has to print {"ready": true, "versions": {…}} at the end, and to flush its stdout.';

function startError(implementation: Implementation, child: Child, failure: StartFailure): TargetError {
  const { id } = implementation;
  const message = `${id} ${failure.message}. ${failure.help}${tailOf('The end of its stderr:', child.stderr())}`;
  return new TargetError(failure.kind, id, message);
}
