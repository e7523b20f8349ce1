import type { Socket } from 'node:net';
import type { RawHeader } from '../results/exchange.ts';
import { pagePrefix } from './reserved-paths.ts';
import { answerOwn, answerPlain, readBody } from './answers.ts';
import { createChecks } from './checks.ts';
import type { Connection } from '../http1/connection.ts';
import { expectsContinue, forward, isPagePreflight, proxyHeaders, writes } from './forward.ts';
import type { Target } from './forward.ts';
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

/** One request of a browser. */
export interface Incoming {
  readonly client: Connection;
  readonly head: RequestHead;
  /** The origin that the tunnel leads to; null outside of tunnels. */
  readonly tunnel: string | null;
  readonly links: Map<UpstreamEndpoint, Connection>;
}

/** Knows the origins, and what is done with a request to each. */
export interface Router {
  addPages(origin: string): void;
  addTarget(origin: string, upstream: Upstream): void;
  addChecks(checks: Iterable<string>, upstream: Upstream): void;
  knows(origin: string | null): boolean;
  isTarget(origin: string): boolean;
  /** Resolves to whether the browser's connection can be used again. */
  handle(incoming: Incoming): Promise<boolean>;
  /** Nothing is sent to a destination that was not declared, whatever the browser wants there. */
  refuse(client: Connection, head: RequestHead, destination: string, url: string): Promise<void>;
}

const notAServer = 'This is the proxy of corspec, not a server: it is for the browsers that corspec starts.';

/** `track` is told of every socket to a target. */
export function createRouter(
  options: RecordingProxyOptions,
  recorder: Recorder,
  track: (socket: Socket) => void,
): Router {
  const pages = new Set<string>();
  const targets = new Map<string, Target>();
  const checks = createChecks();
  const { responseTimeoutMs = 10_000, maxResponseBytes = 8 * 1024 * 1024 } = options;

  const pass = async (incoming: Incoming, target: Target, destination: Destination): Promise<boolean> => {
    const { client, head, links } = incoming;
    const { check: named, path } = takeCheck(destination.path);
    const check = checks.find(named);
    const added = checks.belongs(named, target.upstream) ? additions(head, target.upstream) : [];
    const url = destination.origin + (path === '*' ? '' : path);
    const recording = recorder.begin({ check, url, ...recordable(head, added) });
    if (target.upstream.readOnly !== true || !writes(head)) {
      const limits = { responseTimeoutMs, maxResponseBytes };
      const asked = { destination: { origin: destination.origin, path }, check };
      const onRedirect = (to: URL): void => declareUpgrade(destination.origin, target, to);
      return forward({ client, links, target, head, ...asked, added, recording, onRedirect, ...limits });
    }
    return holdBack(incoming, target, recording);
  };

  const declareUpgrade = (from: string, target: Target, { origin, hostname }: URL): void => {
    if (pages.has(origin) || targets.has(origin)) return;
    const secure = secureSide(from, target, origin, hostname);
    if (secure !== null) targets.set(origin, { upstream: secure, place: upstreamEndpoint(secure, track) });
  };

  const refuse: Router['refuse'] = async (client, head, destination, url) => {
    recorder.refuse(destination, { check: null, url, ...recordable(head, []) });
    const drained =
      head.method === 'CONNECT' || expectsContinue(head) || (await readBody(client, head, ignore));
    if (drained) answerPlain(client, 403, `corspec was not told of ${destination}: nothing was sent there.`);
    else client.cut();
  };

  return {
    addPages: (origin) => void pages.add(origin),
    addTarget: (origin, upstream) =>
      void targets.set(origin, { upstream, place: upstreamEndpoint(upstream, track) }),
    addChecks: checks.add,
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
        answerPlain(client, 403, 'corspec has no service workers in the browsers that it starts.');
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

/** One would stay, and answer for its origin in the place of this proxy. */
function isServiceWorker({ headers }: RequestHead): boolean {
  return valuesOf(headers, 'service-worker').includes('script');
}

/** A request that would change something, in a run that is read-only: it is answered here. */
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
  const detail = `${head.method} was not passed on to ${place.name}: the run is read-only. With --allow-writes it is.`;
  recording.end({ kind: 'held-back', detail });
  answerPlain(client, 403, detail);
  return false;
}

/**
 * A target that redirects to https on its own host is followed there: that is the same server's secure side. What the
 * operator adds to requests is not sent there, as no browser takes Authorization along to another origin.
 */
function secureSide(from: string, { upstream, place }: Target, to: string, host: string): Upstream | null {
  const isUpgrade = from.startsWith('http:') && to.startsWith('https:') && new URL(from).hostname === host;
  const { readOnly = false, insecure = false } = upstream;
  return isUpgrade && place.name === from ? { url: to, readOnly, insecure } : null;
}

function ignore(): void {
  // The body of a request that goes nowhere.
}

/** What the operator adds: to actual requests, and only what the browser has not sent by itself. */
function additions(head: RequestHead, { addHeaders = [] }: Upstream): readonly RawHeader[] {
  if (addHeaders.length === 0 || isPagePreflight(head)) return [];
  return addHeaders.filter(([name]) => valuesOf(head.headers, name.toLowerCase()).length === 0);
}

/** What the target gets, as it may be shown. */
function recordable(
  { method, headers }: RequestHead,
  added: readonly RawHeader[],
): Pick<RecordedStart, 'method' | 'headers' | 'secrets'> {
  const sent = headers.filter(([name]) => !proxyHeaders.includes(name.toLowerCase()));
  const masked = added.map(([name]): RawHeader => [name, mask]);
  return { method, headers: [...sent, ...masked], secrets: added.map(([, value]) => value) };
}
