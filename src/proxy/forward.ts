import { isPreflight } from '../http1/preflight.ts';
import { isWriteMethod } from '../http1/write-method.ts';
import type { RawHeader, WireFailure } from '../results/exchange.ts';
import { asSent } from '../http1/as-sent.ts';
import { conflictingLengths, requestFraming, responseFraming } from '../http1/body-framing.ts';
import type { Connection } from '../http1/connection.ts';
import { keepsAlive, listHas, valuesOf, writeRequestHead } from '../http1/http-head.ts';
import type { RequestHead, ResponseHead } from '../http1/http-head.ts';
import type { Destination } from './origins.ts';
import type { Recording } from './recorder.ts';
import { relayResponse } from './response.ts';
import type { Answer } from './response.ts';
import { sendAndRead } from './send.ts';
import type { Sent } from './send.ts';
import type { Pace } from '../http1/pace.ts';
import { redirectTarget, relayRedirect } from './redirects.ts';
import { bodyOfHead } from './surplus.ts';
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

/** Idle connections to targets that belong to the browser's connection. */
export type Links = Map<UpstreamEndpoint, Connection>;

/** A request to forward to a target. */
export interface Forwarding {
  readonly client: Connection;
  readonly links: Links;
  readonly target: Target;
  readonly head: RequestHead;
  /** The request-target for the target, relative to the origin in the browser. */
  readonly destination: Destination;
  readonly check: string | null;
  /** The headers that the proxy adds to this request. */
  readonly added: readonly RawHeader[];
  /** The headers that the proxy sends instead of those that the browser has sent with the same name. */
  readonly replaced: readonly RawHeader[];
  /** Whether the response of a rate limit is what the check asks for. */
  readonly expectsLimit: boolean;
  readonly recording: Recording;
  readonly pace: Pace | null;
  readonly responseTimeoutMs: number;
  readonly maxResponseBytes: number;
  /** Called before a redirect reaches the browser. */
  readonly onRedirect: (to: URL) => void;
}

/** Headers for the proxy only (RFC 9110, section 7.6.1, and headers that browsers send to proxies). */
const proxyHeaders: readonly string[] = ['proxy-connection', 'proxy-authorization'];

/** The names, in lower case, of the browser's headers that the target does not get. */
export function notForwarded(replaced: readonly RawHeader[]): readonly string[] {
  return [...proxyHeaders, ...replaced.map(([name]) => name.toLowerCase())];
}

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
  const bytes = writeRequestHead(head, {
    target: forwarding.destination.path,
    without: notForwarded(forwarding.replaced),
    first: forwarding.replaced,
    last: forwarding.added,
  });
  const upload = createUpload(client, bytes, requestFraming(head), recording, watch);
  const sent = await sendInPace(forwarding, upload, watch);
  if ('kind' in sent) return sent;
  const { link, answer } = sent;

  const unreadable = refuseHead(forwarding, answer.head);
  if (unreadable !== null) {
    recording.response(asSent(answer.head, link));
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
  const open = framing.kind !== 'close' && keepsAlive(answer.head.headers, answer.head.minorVersion);
  if (head.method === 'HEAD' && link.protocol === 'http/1.1') {
    // The browser has its response, and does not wait for this.
    void bodyOfHead(link, target.place.name, relayed.surplus).then((body) =>
      recording.end(body ?? undefined),
    );
    return settle(forwarding, upload, sent, { upstream: 'closing', browser: open });
  }
  recording.end();
  const isReusable = open && relayed.surplus === 0;
  return settle(forwarding, upload, sent, { upstream: isReusable ? 'open' : 'closed', browser: open });
}

function sendInPace(forwarding: Forwarding, upload: Upload, watch: Watch): Promise<Sent | WireFailure> {
  const { pace, target, recording, expectsLimit } = forwarding;
  if (pace === null) return sendAndRead(forwarding, upload, watch);
  return pace.send(new URL(target.place.name).host, {
    send() {
      recording.sent();
      return sendAndRead(forwarding, upload, watch);
    },
    headOf: (sent) => ('kind' in sent ? null : sent.answer.head),
    discard(sent) {
      if (!('kind' in sent)) sent.link.cut();
    },
    isRepeatable: upload.repeatable,
    expectsLimit,
    isOver: () => watch.stopped !== null,
    whileWaiting: watch.withoutLimit,
  });
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
  open: { readonly upstream: 'open' | 'closed' | 'closing'; readonly browser: boolean },
): Promise<boolean> {
  if (open.upstream === 'open' && upload.complete && !link.gone) links.set(target.place, link);
  else if (open.upstream !== 'closing') link.cut();
  if (open.browser && upload.complete && keepsAlive(head.headers, head.version === 'HTTP/1.1' ? 1 : 0))
    return true;
  // A client that waits for 100 and gets another status does not send its body.
  if (continued || !expectsContinue(head)) await upload.drain();
  client.end();
  return false;
}

/** After 101, relays bytes in both directions until one side closes. */
function tunnel(client: Connection, link: Connection, answer: Answer): Promise<void> {
  void client.write(Buffer.concat([answer.bytes, answer.rest]));
  const [near, far] = [client.release(), link.release()];
  near.pipe(far).pipe(near);
  return new Promise((resolve) => {
    const finish = (): void => {
      near.destroy();
      far.destroy();
      resolve();
    };
    near.once('close', finish);
    far.once('close', () => near.end(() => near.destroy()));
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
