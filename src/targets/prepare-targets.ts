import {
  availability,
  installWithNote,
  probe,
  type RunningImplementation,
  startImplementation,
  TargetError,
} from './index.ts';
import type { Policy } from '../policy/policy.ts';
import { printable } from '../text/printable.ts';
import type { Note, TargetSummary } from '../results/results.ts';
import type { RouteDifference } from './contract/index.ts';
import { differencesOfImplementation, differencesOfUrl, withoutOptions } from './target-contract.ts';
import { shellQuote } from '../text/shell.ts';
import { judgeUrlStatus, statusNoteText, statusProblemText } from './url-status.ts';
import type { ReadyTarget } from './ready-target.ts';
import type {
  ImplementationTarget,
  TargetHooks,
  TargetRequest,
  TargetsRequest,
  UrlTarget,
} from './target-request.ts';
import { contractRouteMap, type RouteMap, urlRouteMap } from './target-routes.ts';
import { observeUrl } from './observe-url.ts';

/** A target with a policy that it cannot express. */
export interface UnsupportedTarget {
  readonly id: string;
  readonly policyName: string;
  readonly reason: string;
  readonly command: string;
}

export interface PreparedTargets {
  readonly ready: readonly ReadyTarget[];
  readonly unsupported: readonly UnsupportedTarget[];
  readonly summaries: readonly TargetSummary[];
  readonly notes: readonly Note[];
  /** Stops the implementations. */
  stop(): Promise<void>;
}

interface Prepared {
  readonly ready: readonly ReadyTarget[];
  readonly unsupported: readonly UnsupportedTarget[];
  readonly summary: TargetSummary;
  readonly notes?: readonly string[];
  readonly running?: RunningImplementation;
}

/** Installs, starts or probes all targets concurrently. Those that are unavailable are in the summaries, with the reason. */
export async function prepareTargets(request: TargetsRequest, hooks: TargetHooks): Promise<PreparedTargets> {
  const prepared = await Promise.all(request.targets.map((target) => prepareOne(target, request, hooks)));
  return {
    ready: prepared.flatMap(({ ready }) => ready),
    unsupported: prepared.flatMap(({ unsupported }) => unsupported),
    summaries: prepared.map(({ summary }) => summary),
    notes: prepared.flatMap(({ summary, notes = [] }) => notes.map((text) => ({ target: summary.id, text }))),
    async stop() {
      await Promise.all(prepared.map(async ({ running }) => running?.stop()));
    },
  };
}

function prepareOne(target: TargetRequest, request: TargetsRequest, hooks: TargetHooks): Promise<Prepared> {
  return target.kind === 'url'
    ? prepareUrl(target, request, hooks)
    : prepareImplementation(target, request, hooks);
}

async function prepareUrl(
  target: UrlTarget,
  request: TargetsRequest,
  { onEvent, signal }: TargetHooks,
): Promise<Prepared> {
  const { url, insecure, headers, allowWrites } = target;
  const resource = urlRouteMap(target).find('resource')?.url ?? url;
  const names = Object.keys(request.policies);
  const notReady = (reason: string): Prepared => {
    // For a single target, this is the error that ends the run.
    if (request.targets.length > 1) onEvent({ kind: 'warning', text: `${resource}: ${reason}.` });
    return withoutServers(url, url, names, 'error', `${reason}.`, url);
  };
  const found = await probe(resource, { timeoutMs: request.timeoutMs, insecure, headers, signal });
  if (!found.reachable) return notReady(found.reason);
  const hasHeaders = headers.length > 0;
  const status = judgeUrlStatus(found.status, { expected: target.expectStatus, allowWrites, hasHeaders });
  if (status.kind === 'unusable') return notReady(statusProblemText(status.problem));
  const plain = { url: resource, status: found.status, headers: found.headers };
  const [differences, seen] = await Promise.all([
    differencesOfUrl(target, request, signal),
    observeUrl(target, plain, request, signal),
  ]);
  const routes = urlRouteMap(target, seen);
  const isStream = routes.find('stream')?.url === url;
  const ready = Object.entries(request.policies).map(([name, policy]) =>
    urlTarget(target, name, policy, { request, differences, routes }),
  );
  return {
    ready,
    unsupported: [],
    notes: [
      ...(isStream ? [streamNote] : []),
      ...(status.note === undefined ? [] : [statusNoteText(status.note)]),
    ],
    summary: {
      id: url,
      title: url,
      url,
      versions: {},
      policies: Object.fromEntries(names.map((name) => [name, { status: 'ready' as const }])),
    },
  };
}

const streamNote =
  'The URL responds with an event stream (text/event-stream). corspec also uses it as the route `stream`, and reads each response up to its first event.';

/** What the targets of one server share. */
interface Shared {
  readonly request: TargetsRequest;
  readonly differences: readonly RouteDifference[];
}

function urlTarget(
  target: UrlTarget,
  policyName: string,
  policy: Policy,
  { request, differences, routes }: Shared & { readonly routes: RouteMap },
): ReadyTarget {
  const { origin } = new URL(target.url);
  const isContract = target.routes === 'standard';
  const options = target.commandOptions === undefined ? '' : ` ${target.commandOptions}`;
  return {
    id: target.url,
    policyName,
    policy,
    owner: target.url,
    origin,
    routes,
    differences,
    upstream: {
      url: origin,
      readOnly: !target.allowWrites,
      addHeaders: target.headers,
      insecure: target.insecure,
    },
    cookieName: isContract ? 'session' : 'corspec',
    underName: isContract ? underAlias(new URL(target.url).pathname) : null,
    command: `corspec run ${shellQuote(target.url)} ${request.policyArguments[policyName] ?? ''}${options}`,
  };
}

async function prepareImplementation(
  target: ImplementationTarget,
  request: TargetsRequest,
  hooks: TargetHooks,
): Promise<Prepared> {
  const { implementation } = target;
  const { id } = implementation;
  const { title } = implementation.manifest;
  const names = Object.keys(request.policies);
  const state = await availability(implementation);
  if (!state.available) {
    hooks.onEvent({ kind: 'warning', text: `${id} is unavailable: ${state.reason}\n${state.help}` });
    return withoutServers(id, title, names, 'unavailable', `${state.reason}. ${state.help}`);
  }
  try {
    if (!state.installed)
      await installWithNote(implementation, (text) => {
        hooks.onEvent({ kind: 'note', text });
      });
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
    return withoutServers(id, title, names, 'error', error.message);
  }
}

function withoutServers(
  id: string,
  title: string,
  policies: readonly string[],
  status: 'unavailable' | 'error',
  reason: string,
  url?: string,
): Prepared {
  const each = { status, reason: printable(reason, { keepNewlines: true }) };
  return {
    ready: [],
    unsupported: [],
    summary: {
      id,
      title,
      ...(url === undefined ? {} : { url }),
      versions: {},
      policies: Object.fromEntries(policies.map((name) => [name, each])),
    },
  };
}

function started(
  target: ImplementationTarget,
  running: RunningImplementation,
  { request, differences }: Shared,
): Prepared {
  const { id, manifest } = target.implementation;
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
      upstream: { url: state.url },
      cookieName: 'session',
      underName: underAlias('/'),
      command,
    });
  }
  const versions = Object.fromEntries(
    Object.entries(running.versions).map(([name, version]) => [printable(name), printable(version)]),
  );
  return { ready, unsupported, summary: { id, title: manifest.title, versions, policies }, running };
}

/** Same-site with the pages of the fixtures, so that every browser sends cookies. */
function underAlias(pathname: string): ReadyTarget['underName'] {
  return (name) => {
    const origin = `https://${label(name)}.example.test`;
    return { origin, routes: contractRouteMap(new URL(pathname, origin).href) };
  };
}

function label(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');
}
