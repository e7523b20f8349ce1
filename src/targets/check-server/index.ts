import {
  availability,
  type Implementation,
  installWithNote,
  probe,
  type RunningImplementation,
  startImplementation,
  TargetError,
} from '../index.ts';
import type { Policy } from '../../policy/policy.ts';
import { printable } from '../../text/printable.ts';
import { createRedactor, secretsIn } from '../../results/redaction.ts';
import { withoutSecrets } from '../../results/without-secrets.ts';
import type { TargetEvent, TargetRequest, UrlTarget } from '../target-request.ts';
import { CannotRunError } from '../../results/cannot-run-error.ts';
import { allowedOriginOf } from '../contract/index.ts';
import { contractServerOfImplementation, contractServerOfUrl } from '../target-contract.ts';
import { checkAllRoutes, type NamedServer } from './routes.ts';
import { keepsContract, type ProtocolCheck, type ServerCheck } from './server-check.ts';

export { anchorOf } from '../contract/index.ts';
export type { RouteCheck, ServerCheck } from './server-check.ts';

export interface CheckServerOptions {
  /** An implementation is started under all of them. */
  readonly policies: Readonly<Record<string, Policy>>;
  readonly onEvent: (event: TargetEvent) => void;
  readonly signal: AbortSignal;
}

const probeTimeoutMs = 5000;

/**
 * Checks whether a server follows the contract: its routes and, for an implementation, how it starts, answers and exits.
 * @throws CannotRunError when it cannot be reached or installed, or a program that it needs is missing
 */
export async function checkServer(target: TargetRequest, options: CheckServerOptions): Promise<ServerCheck> {
  const redactor = createRedactor(target.kind === 'url' ? secretsIn(target.headers) : []);
  const onEvent = (event: TargetEvent) => {
    options.onEvent(redactor.value(event));
  };
  return withoutSecrets(redactor, () => perform(target, { ...options, onEvent }));
}

async function perform(target: TargetRequest, options: CheckServerOptions): Promise<ServerCheck> {
  const check =
    target.kind === 'url'
      ? await checkUrl(target, options)
      : await checkImplementation(target.implementation, options);
  if (options.signal.aborted) throw new CannotRunError('Interrupted.');
  return check;
}

async function checkUrl(target: UrlTarget, { signal }: CheckServerOptions): Promise<ServerCheck> {
  const { url, insecure, headers } = target;
  const found = await probe(url, { timeoutMs: probeTimeoutMs, insecure, headers });
  if (!found.reachable) throw new CannotRunError(`${url} cannot be reached: ${found.reason}.`);
  const routes = await checkAllRoutes(
    [{ name: url, server: contractServerOfUrl(target), allowedOrigin: null }],
    signal,
  );
  return { target: url, title: url, versions: {}, routes, keeps: keepsContract({ routes }) };
}

async function checkImplementation(
  implementation: Implementation,
  options: CheckServerOptions,
): Promise<ServerCheck> {
  const { id, manifest } = implementation;
  const base = { target: id, title: manifest.title };
  const running = await start(implementation, options);
  if ('message' in running)
    return { ...base, versions: {}, protocol: [running], routes: [], keeps: running.keeps };
  const { versions } = running;
  try {
    const routes = await checkAllRoutes(serversOf(running, options.policies), options.signal);
    const protocol = [answered(running), await ending(running)];
    return { ...base, versions, protocol, routes, keeps: keepsContract({ protocol, routes }) };
  } finally {
    await running.stop();
  }
}

/** The running implementation, or how it violates the protocol. */
async function start(
  implementation: Implementation,
  { policies, onEvent }: CheckServerOptions,
): Promise<RunningImplementation | ProtocolCheck> {
  const state = await availability(implementation);
  if (!state.available)
    throw new CannotRunError(`${implementation.id} is unavailable: ${state.reason}\n${state.help}`);
  try {
    if (!state.installed)
      await installWithNote(implementation, (text) => {
        onEvent({ kind: 'note', text });
      });
    return await startImplementation(implementation, policies);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    if (error.kind === 'unavailable' || error.kind === 'install-failed')
      throw new CannotRunError(error.message);
    return { keeps: false, message: error.message };
  }
}

function serversOf(
  { policies: states }: RunningImplementation,
  policies: CheckServerOptions['policies'],
): readonly NamedServer[] {
  return [...states].flatMap(([name, state]) => {
    if (state.status !== 'ready') return [];
    const allowedOrigin = allowedOriginOf(policies[name] ?? {});
    return [{ name, server: contractServerOfImplementation(state.url), allowedOrigin }];
  });
}

/** An implementation that started has rejected the invalid policy and printed all its lines. */
function answered({ policies }: RunningImplementation): ProtocolCheck {
  const refused = [...policies].flatMap(([name, state]) =>
    state.status === 'unsupported' ? [`${name} (${printable(state.reason)})`] : [],
  );
  const ready = policies.size - refused.length;
  const message = `Starts, rejects an invalid policy, and answers for ${policies.size} policies: ${ready} ready`;
  if (ready === 0)
    return { keeps: false, message: `${message}. Routes cannot be checked without a ready policy.` };
  return {
    keeps: true,
    message: refused.length === 0 ? `${message}.` : `${message}, unsupported: ${refused.join(', ')}.`,
  };
}

async function ending(running: RunningImplementation): Promise<ProtocolCheck> {
  await running.stop();
  const { signal } = await running.ended;
  return signal === null
    ? { keeps: true, message: 'Exits when its stdin closes.' }
    : { keeps: false, message: `Does not exit when its stdin closes; corspec ended it with ${signal}.` };
}
