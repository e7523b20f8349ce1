import { isPreflight } from '../http1/preflight.ts';
import { isWriteMethod } from '../http1/write-method.ts';
import type { Socket } from 'node:net';
import type { WireFailure } from '../results/exchange.ts';
import { conflictingLengths, requestFraming, responseFraming } from '../http1/body-framing.ts';
import type { Connection } from '../http1/connection.ts';
import { keepsAlive, listHas, valuesOf, writeRequestHead } from '../http1/http-head.ts';
import type { RequestHead, ResponseHead } from '../http1/http-head.ts';
import type { Destination } from './origins.ts';
import type { Recording } from './recorder.ts';
import { readAnswer, relayResponse } from './response.ts';
import type { Answer, NoAnswer } from './response.ts';
import { redirectTarget, relayRedirect } from './redirects.ts';
import type { RelayedHead } from './redirects.ts';
import { createUpload } from './upload.ts';
import type { Upload } from './upload.ts';
import type { UpstreamEndpoint } from './upstream.ts';
import { createWatch } from './watch.ts';
import type { Watch } from './watch.ts';
import type { Upstream } from './recording-proxy.ts';

export interface Target {
  readonly upstream: Upstream;
  readonly place: UpstreamEndpoint;
}

/** A request to forward to a target. */
export interface Forwarding {
  readonly client: Connection;
  /** Idle connections to targets that belong to the browser's connection. */
  readonly links: Map<UpstreamEndpoint, Connection>;
  readonly target: Target;
  readonly head: RequestHead;
  /** The request-target for the target, relative to the origin in the browser. */
  readonly destination: Destination;
  readonly check: string | null;
  /** The headers that the proxy adds to this request. */
  readonly added: readonly (readonly [string, string])[];
  readonly recording: Recording;
  readonly responseTimeoutMs: number;
  readonly maxResponseBytes: number;
  /** Called before a redirect reaches the browser. */
  readonly onRedirect: (to: URL) => void;
}

/** Headers for the proxy only (RFC 9110, section 7.6.1, and headers that browsers send to proxies). */
export const proxyHeaders: readonly string[] = ['proxy-connection', 'proxy-authorization'];

/**
 * Forwards a request and its response byte for byte. True when the browser's connection can be used again. On any failure
 * the connection is closed and the failure recorded. Never rejects.
 */
export async function forward(forwarding: Forwarding): Promise<boolean> {
  const { client, target, recording } = forwarding;
  const watch = createWatch(target.place.name, forwarding.responseTimeoutMs);
  const leave = (): void =>
    watch.stop({
      kind: 'aborted',
      detail: 'The browser closed its connection before the response was complete.',
    });
  client.onGone(leave);
  recording.onLeft(leave);
  if (client.gone) leave();
  try {
    const result = await exchange(forwarding, watch);
    if (typeof result === 'boolean') return result;
    recording.end(watch.stopped ?? result);
    client.cut();
    return false;
  } finally {
    watch.end();
    client.onGone(null);
  }
}

async function exchange(forwarding: Forwarding, watch: Watch): Promise<WireFailure | boolean> {
  const { client, head, recording, target } = forwarding;
  const bytes = writeRequestHead(head, forwarding.destination.path, proxyHeaders, forwarding.added);
  const upload = createUpload(client, bytes, requestFraming(head), recording, watch);
  const sent = await sendAndRead(forwarding, upload, watch);
  if ('kind' in sent) return sent;
  const { link, answer } = sent;

  const unreadable = refuseHead(forwarding, answer.head);
  if (unreadable !== null) {
    recording.response(answer.head);
    link.cut();
    return unreadable;
  }
  if (answer.head.status === 101) {
    recording.response(answer.head);
    recording.end();
    watch.end();
    client.onGone(null);
    await tunnel(client, link, answer);
    return false;
  }

  const framing = responseFraming(answer.head, head.method);
  const { maxResponseBytes: maxBytes } = forwarding;
  const relay = { client, link, name: target.place.name, watch, recording, maxBytes };
  const relayed = await relayResponse(relay, { ...answer, ...redirected(forwarding, answer) }, framing);
  if ('kind' in relayed) {
    link.cut();
    return relayed;
  }
  recording.end();
  const open = framing.kind !== 'close' && keepsAlive(answer.head.headers, answer.head.minorVersion);
  return settle(forwarding, upload, sent, { upstream: open && !relayed.surplus, browser: open });
}

/** A valid head that no recipient can interpret. */
function refuseHead({ head, target }: Forwarding, { status, headers }: ResponseHead): WireFailure | null {
  const { name } = target.place;
  if (status === 101 && valuesOf(head.headers, 'upgrade').length === 0)
    return { kind: 'malformed', detail: `${name} responded with 101 to a request without Upgrade.` };
  if (conflictingLengths(headers))
    return { kind: 'malformed', detail: `The response of ${name} has conflicting lengths.` };
  return null;
}

function redirected({ destination, target, check, onRedirect }: Forwarding, answer: Answer): RelayedHead {
  const relayed = relayRedirect(answer, { destination, place: target.place.name, check });
  const to = redirectTarget(relayed, destination);
  if (to !== null) onRedirect(to);
  return relayed;
}

/** After a complete response: which of the two connections can be used again. */
async function settle(
  { client, head, links, target }: Forwarding,
  upload: Upload,
  { link, continued }: Sent,
  open: { readonly upstream: boolean; readonly browser: boolean },
): Promise<boolean> {
  if (open.upstream && upload.complete && !link.gone) links.set(target.place, link);
  else link.cut();
  if (open.browser && upload.complete && keepsAlive(head.headers, head.version === 'HTTP/1.1' ? 1 : 0))
    return true;
  // A client that waits for 100 and gets another status does not send its body.
  if (continued || !expectsContinue(head)) await upload.drain();
  client.end();
  return false;
}

interface Sent {
  readonly link: Connection;
  readonly answer: Answer;
  /** An interim response was passed on. */
  readonly continued: boolean;
}

/**
 * Uses the previous connection if there is one. If that closes without a response, it was probably idle for too long: the
 * request is repeated once on a new connection, as browsers do.
 */
async function sendAndRead(
  forwarding: Forwarding,
  upload: Upload,
  watch: Watch,
): Promise<Sent | WireFailure> {
  const { client, target } = forwarding;
  let continued = false;
  const send = (link: Connection): Promise<Answer | NoAnswer> => {
    upload.sendTo(link);
    return readAnswer(link, target.place.name, watch, (interim) => {
      continued = true;
      void client.write(interim);
    });
  };

  const idle = takeIdle(forwarding, upload.repeatable);
  if (idle !== null) {
    watch.guard(idle);
    const answer = await send(idle);
    if ('head' in answer) return { link: idle, answer, continued };
    idle.cut();
    if (!answer.silent || watch.stopped !== null) return answer.failure;
  }

  const { connection, ready } = target.place.connect();
  watch.enter('connection');
  watch.guard(connection);
  const unreachable = await ready;
  if (unreachable !== null) return unreachable;
  const answer = await send(connection);
  if ('head' in answer) return { link: connection, answer, continued };
  connection.cut();
  return answer.failure;
}

/** A request that cannot be repeated gets a new connection, which cannot be stale. */
function takeIdle({ links, target }: Forwarding, repeatable: boolean): Connection | null {
  const link = links.get(target.place);
  if (link === undefined) return null;
  links.delete(target.place);
  if (repeatable && !link.gone && link.readNow() === null) return link;
  link.cut();
  return null;
}

/** After 101, relays bytes in both directions until one side closes. */
function tunnel(client: Connection, link: Connection, answer: Answer): Promise<void> {
  void client.write(Buffer.concat([answer.bytes, answer.rest]));
  const [near, far]: [Socket, Socket] = [client.release(), link.release()];
  near.pipe(far).pipe(near);
  return new Promise((resolve) => {
    const finish = (): void => {
      near.destroy();
      far.destroy();
      resolve();
    };
    near.once('close', finish);
    far.once('close', () => near.destroySoon());
    if (near.destroyed || far.destroyed) finish();
  });
}

/** Whether this is a preflight of a page: one that corspec sends without Origin is not. */
export function isPagePreflight(head: RequestHead): boolean {
  return isPreflight(head) && valuesOf(head.headers, 'origin').length > 0;
}

/** Whether a read-only run must not forward this method. Ignores case, as some servers do. */
export function writes({ method }: RequestHead): boolean {
  return isWriteMethod(method);
}

/** Whether the client waits for 100 before it sends its body. */
export function expectsContinue({ headers }: RequestHead): boolean {
  return listHas(headers, 'expect', '100-continue');
}
