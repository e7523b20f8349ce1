import {
  availability,
  defaultKind,
  type Implementation,
  installWithNote,
  type RunningImplementation,
  startImplementation,
  TargetError,
} from './index.ts';
import { holdInstallation } from './bounded-cache.ts';
import { documentWarnings, missingApis } from './documents.ts';
import { limited } from '../system/limited.ts';
import { printable } from '../text/printable.ts';
import type { Note, TargetSummary } from '../results/results.ts';
import {
  type About,
  label,
  type Prepared,
  type Shared,
  underAlias,
  type UnsupportedTarget,
  withoutServers,
} from './prepared.ts';
import { prepareUrl } from './prepare-url.ts';
import { differencesOfImplementation, withoutOptions } from './target-contract.ts';
import type { ReadyTarget } from './ready-target.ts';
import {
  type ImplementationTarget,
  policiesOf,
  type TargetHooks,
  type TargetRequest,
  type TargetsRequest,
} from './target-request.ts';
import { contractRouteMap } from './target-routes.ts';

/** Installing is mostly downloads, compiling takes all processors: two at a time serve both. */
const installsAtOnce = 2;

export interface PreparedTargets {
  readonly ready: readonly ReadyTarget[];
  readonly unsupported: readonly UnsupportedTarget[];
  readonly summaries: readonly TargetSummary[];
  readonly notes: readonly Note[];
  /** Why no path of a document exists, a text for each such document. */
  readonly missingApis: readonly string[];
  /** Stops the implementations. */
  stop(): Promise<void>;
}

/** Each server at a URL is asked a few dozen requests: so many servers at once, and so many URLs of one host. */
const urlsAtOnce = 48;
const urlsOfHostAtOnce = 12;

/** Installs, starts or probes all targets concurrently. Those that are unavailable are in the summaries, with the reason. */
export async function prepareTargets(request: TargetsRequest, hooks: TargetHooks): Promise<PreparedTargets> {
  const installing = limited(installsAtOnce);
  const probing = limitedByHost();
  const all = await Promise.all(
    request.targets.map(async (target) => ({
      target,
      prepared: await prepareOne(target, request, { ...hooks, installing, probing }),
    })),
  );
  const prepared = all.map((one) => one.prepared);
  const missing = missingApis(all);
  // Without any target, or without the API, this is the error that ends the run.
  if (missing.length === 0 && prepared.some(({ ready }) => ready.length > 0))
    for (const text of documentWarnings(all)) hooks.onEvent({ kind: 'warning', text });
  return {
    missingApis: missing,
    ready: prepared.flatMap(({ ready }) => ready),
    unsupported: prepared.flatMap(({ unsupported }) => unsupported),
    summaries: prepared.map(({ summary }) => summary),
    notes: prepared.flatMap(({ summary, notes = [] }) => notes.map((text) => ({ target: summary.id, text }))),
    async stop() {
      await Promise.all(prepared.map(async ({ running }) => running?.stop()));
    },
  };
}

interface PrepareHooks extends TargetHooks {
  readonly installing: ReturnType<typeof limited>;
  readonly probing: ReturnType<typeof limitedByHost>;
}

/** Few of each host, and of all hosts no more than the machine has room for. */
function limitedByHost(): <T>(url: string, work: () => Promise<T>) => Promise<T> {
  const all = limited(urlsAtOnce);
  const hosts = new Map<string, typeof all>();
  return (url, work) => {
    const { host } = new URL(url);
    const ofHost = hosts.get(host) ?? limited(urlsOfHostAtOnce);
    hosts.set(host, ofHost);
    return ofHost(() => all(work));
  };
}

function prepareOne(target: TargetRequest, request: TargetsRequest, hooks: PrepareHooks): Promise<Prepared> {
  const own = { ...request, policies: policiesOf(target, request) };
  return target.kind === 'url'
    ? hooks.probing(target.url, () => prepareUrl(target, own, hooks))
    : prepareImplementation(target, own, hooks);
}

async function prepareImplementation(
  target: ImplementationTarget,
  request: TargetsRequest,
  hooks: PrepareHooks,
): Promise<Prepared> {
  const { implementation } = target;
  // From here until it has started, so that no other installation takes its place meanwhile.
  const use = await holdInstallation(implementation);
  try {
    return await startWhenInstalled(target, request, hooks);
  } finally {
    await use.release();
  }
}

async function startWhenInstalled(
  target: ImplementationTarget,
  request: TargetsRequest,
  hooks: PrepareHooks,
): Promise<Prepared> {
  const { implementation } = target;
  const about = aboutOf(implementation);
  const names = Object.keys(request.policies);
  const state = await availability(implementation);
  // The run says it of all of them together, before it begins.
  if (!state.available) return withoutServers(about, names, 'unavailable', `${state.reason}. ${state.help}`);
  try {
    if (!state.installed)
      await hooks.installing(() =>
        installWithNote(implementation, (text) => {
          hooks.onEvent({ kind: 'note', text });
        }),
      );
    const neutral = withoutOptions(request.policies);
    const running = await startImplementation(
      implementation,
      { ...neutral, ...request.policies },
      { signal: hooks.signal },
    );
    const differences = await differencesOfImplementation(running, request, neutral, hooks.signal);
    return started(target, running, { request, differences });
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    hooks.onEvent({ kind: 'warning', text: error.message });
    return withoutServers(about, names, 'error', error.message);
  }
}

function aboutOf({ id, manifest }: Implementation): About {
  const { title, language, kind = defaultKind } = manifest;
  return { id, title, language, kind };
}

function started(
  target: ImplementationTarget,
  running: RunningImplementation,
  { request, differences }: Shared,
): Prepared {
  const { id } = target.implementation;
  const ready: ReadyTarget[] = [];
  const unsupported: UnsupportedTarget[] = [];
  const policies: TargetSummary['policies'] = {};
  for (const [policyName, state] of running.policies) {
    const policy = request.policies[policyName];
    if (policy === undefined) continue;
    const command = `corspec run ${target.typed ?? id} ${request.policyArguments[policyName] ?? ''}`;
    if (state.status === 'unsupported') {
      unsupported.push({ id, policyName, reason: printable(state.reason), command });
      policies[policyName] = { status: 'unsupported', reason: printable(state.reason) };
      continue;
    }
    policies[policyName] = { status: 'ready' };
    const origin = `https://${label(id)}--${label(policyName)}.example.test`;
    ready.push({
      id,
      policyName,
      policy,
      origin,
      routes: contractRouteMap(origin),
      differences,
      upstream: { url: state.url, sendsForwarded: true },
      cookieName: 'session',
      underName: underAlias('/'),
      command,
    });
  }
  const versions = Object.fromEntries(
    Object.entries(running.versions).map(([name, version]) => [printable(name), printable(version)]),
  );
  return { ready, unsupported, summary: { ...aboutOf(target.implementation), versions, policies }, running };
}
