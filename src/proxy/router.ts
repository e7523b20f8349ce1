import type { Socket } from 'node:net';
import type { RawHeader } from '../results/exchange.ts';
import { pagePrefix } from './reserved-paths.ts';
import { answerOwn, answerPlain, readBody } from './answers.ts';
import { createChecks } from './checks.ts';
import type { Checks } from './checks.ts';
import type { Connection } from '../http1/connection.ts';
import { expectsContinue, forward, isPagePreflight, notForwarded, writes } from './forward.ts';
import type { Target } from './forward.ts';
import { forwardedHeaders, rewrittenHost } from './forwarded.ts';
import { valuesOf } from '../http1/http-head.ts';
import type { RequestHead } from '../http1/http-head.ts';
import { takeCheck } from '../results/check-parameter.ts';
import { readRequestTarget } from './origins.ts';
import type { Destination } from './origins.ts';
import { mask } from './recorder.ts';
import type { Recorder, RecordedStart, Recording } from './recorder.ts';
import { upstreamEndpoint } from './upstream.ts';
import type { UpstreamEndpoint } from './upstream.ts';
import type { Upstream, RecordingProxyOptions } from './recording-proxy.ts';

/** A request of a browser. */
export interface Incoming {
  readonly client: Connection;
  readonly head: RequestHead;
  /** The origin that the tunnel leads to; null outside of tunnels. */
  readonly tunnel: string | null;
  readonly links: Map<UpstreamEndpoint, Connection>;
}

/** Routes requests by origin: to pages, targets, or nowhere. */
export interface Router {
  addPages(origin: string): void;
  addTarget(origin: string, upstream: Upstream): void;
  readonly addChecks: Checks['add'];
  forgetChecks(): void;
  /** Forgets pages, targets and checks. */
  forget(): void;
  knows(origin: string | null): boolean;
  isTarget(origin: string): boolean;
  /** Resolves to whether the browser's connection can be used again. */
  handle(incoming: Incoming): Promise<boolean>;
  /** Refuses a request to an undeclared destination. */
  refuse(client: Connection, head: RequestHead, destination: string, url: string): Promise<void>;
}

const notAServer = "This is corspec's proxy for the browsers that it starts, not a server.";

/** `track` is called with every socket to a target. */
export function createRouter(
  options: RecordingProxyOptions,
  recorder: Recorder,
  track: (socket: Socket) => void,
): Router {
  const pages = new Set<string>();
  const targets = new Map<string, Target>();
  const checks = createChecks();
  const { responseTimeoutMs = 10_000, maxResponseBytes = 8 * 1024 * 1024, pace = null } = options;
  const limits = { responseTimeoutMs, maxResponseBytes, pace };

  const pass = async (incoming: Incoming, target: Target, destination: Destination): Promise<boolean> => {
    const { client, head, links } = incoming;
    const { check: named, path } = takeCheck(destination.path);
    const check = checks.find(named);
    const added = checks.belongs(named, target.upstream) ? additions(head, target.upstream) : [];
    const replaced = replacements(destination.origin, target, checks.rewritesHost(named));
    const url = destination.origin + (path === '*' ? '' : path);
    const recording = recorder.begin({ check, url, ...recordable(head, added, replaced) });
    if (target.upstream.readOnly === true && writes(head)) return holdBack(incoming, target, recording);
    const to = { origin: destination.origin, path };
    const asked = { head, destination: to, check, added, replaced, expectsLimit: checks.expectsLimit(named) };
    const onRedirect = (to: URL): void => declareUpgrade(destination.origin, target, to);
    return forward({ client, links, target, ...asked, recording, onRedirect, ...limits });
  };

  const declareUpgrade = (from: string, target: Target, { origin, hostname }: URL): void => {
    if (pages.has(origin) || targets.has(origin)) return;
    const secure = secureSide(from, target, origin, hostname);
    if (secure !== null) targets.set(origin, { upstream: secure, place: upstreamEndpoint(secure, track) });
  };

  const refuse: Router['refuse'] = async (client, head, destination, url) => {
    recorder.refuse(destination, { check: null, url, ...recordable(head, [], []) });
    await answerRefused(client, head, destination);
  };

  return {
    addPages: (origin) => void pages.add(origin),
    addTarget: (origin, upstream) =>
      void targets.set(origin, { upstream, place: upstreamEndpoint(upstream, track) }),
    addChecks: checks.add,
    forgetChecks: checks.clear,
    forget() {
      for (const each of [pages, targets, checks]) each.clear();
    },
    isTarget: (origin) => targets.has(origin),
    knows: (origin) => origin !== null && (pages.has(origin) || targets.has(origin)),
    refuse,
    async handle(incoming) {
      const { client, head, tunnel } = incoming;
      const destination = readRequestTarget(head.target, tunnel);
      if (destination === null) {
        answerPlain(client, 400, notAServer);
        return false;
      }
      const { origin, path } = destination;
      if (isServiceWorker(head)) {
        answerPlain(client, 403, 'corspec does not allow service workers.');
        return false;
      }
      const target = targets.get(origin);
      if (target !== undefined && !path.startsWith(pagePrefix)) return pass(incoming, target, destination);
      if (target !== undefined || pages.has(origin)) return answerOwn(client, head, origin, path, options);
      await refuse(client, head, origin, origin + path);
      return false;
    },
  };
}

async function answerRefused(client: Connection, head: RequestHead, destination: string): Promise<void> {
  const drained =
    head.method === 'CONNECT' || expectsContinue(head) || (await readBody(client, head, ignore));
  const text = `${destination} is not a declared origin, so corspec did not send the request.`;
  if (drained) answerPlain(client, 403, text);
  else client.cut();
}

/** A service worker would stay and answer requests of its origin instead of this proxy. */
function isServiceWorker({ headers }: RequestHead): boolean {
  return valuesOf(headers, 'service-worker').includes('script');
}

/** Answers an unsafe request in a read-only run. */
async function holdBack(
  { client, head }: Incoming,
  { place }: Target,
  recording: Recording,
): Promise<boolean> {
  const whole = expectsContinue(head) || (await readBody(client, head, recording.requestBody));
  if (!whole) {
    recording.end({
      kind: 'aborted',
      detail: 'The browser closed its connection before its request was complete.',
    });
    client.cut();
    return false;
  }
  const detail = `${head.method} was not forwarded to ${place.name}: the run is read-only. Use --allow-writes to forward it.`;
  recording.end({ kind: 'held-back', detail });
  answerPlain(client, 403, detail);
  return false;
}

/**
 * Allows redirects of a target to https on its own host. Added headers are not sent there, because browsers do not send
 * Authorization to another origin either.
 */
function secureSide(from: string, { upstream, place }: Target, to: string, host: string): Upstream | null {
  const isUpgrade = from.startsWith('http:') && to.startsWith('https:') && new URL(from).hostname === host;
  const { readOnly = false, insecure = false } = upstream;
  return isUpgrade && place.name === from ? { url: to, readOnly, insecure } : null;
}

function ignore(): void {
  // Discards the body of a request that is not forwarded.
}

/** The headers to add: only to actual requests, and only those that the browser has not sent. */
function additions(head: RequestHead, { addHeaders = [] }: Upstream): readonly RawHeader[] {
  if (addHeaders.length === 0 || isPagePreflight(head)) return [];
  return addHeaders.filter(([name]) => valuesOf(head.headers, name.toLowerCase()).length === 0);
}

/** The headers that every request to the target gets instead of the browser's own. */
function replacements(
  origin: string,
  { upstream, place }: Target,
  rewritesHost: boolean,
): readonly RawHeader[] {
  return [
    ...(rewritesHost ? [rewrittenHost(place.name)] : []),
    ...(upstream.sendsForwarded === true ? forwardedHeaders(origin, place.name) : []),
  ];
}

/** The request for the target, with secrets masked. */
function recordable(
  { method, headers }: RequestHead,
  added: readonly RawHeader[],
  replaced: readonly RawHeader[],
): Pick<RecordedStart, 'method' | 'headers' | 'secrets'> {
  const without = notForwarded(replaced);
  const sent = headers.filter(([name]) => !without.includes(name.toLowerCase().trim()));
  const masked = added.map(([name]): RawHeader => [name, mask]);
  return { method, headers: [...replaced, ...sent, ...masked], secrets: added.map(([, value]) => value) };
}
