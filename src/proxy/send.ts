import type { WireFailure } from '../results/exchange.ts';
import type { Connection } from '../http1/connection.ts';
import { http2Fields, notCarried } from '../http1/over-http2/fields.ts';
import type { NotCarried } from '../http1/over-http2/fields.ts';
import type { RequestHead } from '../http1/http-head.ts';
import { requiresHttp2 } from '../http1/over-http2/required.ts';
import type { Recording } from './recorder.ts';
import { readAnswer } from './response.ts';
import type { Answer, NoAnswer } from './response.ts';
import type { Upload } from './upload.ts';
import type { UpstreamEndpoint } from './upstream.ts';
import type { Watch } from './watch.ts';

/** A request on its way to a target. */
export interface Sending {
  readonly client: Connection;
  readonly head: RequestHead;
  /** Idle connections to targets that belong to the browser's connection. */
  readonly links: Map<UpstreamEndpoint, Connection>;
  readonly target: { readonly place: UpstreamEndpoint };
  readonly recording: Recording;
}

export interface Sent {
  readonly link: Connection;
  readonly answer: Answer;
  /** An interim response was passed on. */
  readonly continued: boolean;
}

/**
 * Uses the previous connection if there is one. If that closes without a response, it was probably idle for too long: the
 * request is repeated once on a new connection, as browsers do. It is repeated once over HTTP/2, too, if the target speaks that
 * alone: a target has not processed a request whose protocol it does not speak.
 */
export async function sendAndRead(
  { client, head, links, target: { place }, recording }: Sending,
  upload: Upload,
  watch: Watch,
): Promise<Sent | WireFailure> {
  let continued = false;
  const send = (link: Connection): Promise<Answer | NoAnswer> => {
    if (link.protocol === 'h2') {
      recording.sentAs(http2Fields);
      const problem = notCarried(head.headers);
      if (problem !== null) return Promise.resolve(unsendable(place.name, problem));
    }
    upload.sendTo(link);
    return readAnswer(link, place.name, watch, (interim) => {
      continued = true;
      void client.write(interim);
    });
  };
  const sendAnew = async (): Promise<{ link: Connection; answer: Answer | NoAnswer }> => {
    const { connection: link, ready } = place.connect();
    watch.enter('connection');
    watch.guard(link);
    const unreachable = await ready;
    return { link, answer: unreachable ?? (await send(link)) };
  };

  const idle = takeIdle(links, place, upload.repeatable);
  if (idle !== null) {
    watch.guard(idle);
    const answer = await send(idle);
    if ('head' in answer) return { link: idle, answer, continued };
    idle.cut();
    if (!answer.silent || watch.stopped !== null) return answer.failure;
  }

  let { link, answer } = await sendAnew();
  const isVersionAsked = link.protocol === 'http/1.1' && head.version === 'HTTP/1.1';
  const isHttp2Wanted = isVersionAsked && wantsHttp2(answer, place);
  if (isHttp2Wanted && upload.repeatable && watch.stopped === null && place.changeToHttp2()) {
    link.cut();
    ({ link, answer } = await sendAnew());
  }
  if ('head' in answer) return { link, answer, continued };
  link.cut();
  return answer.failure;
}

function unsendable(name: string, problem: NotCarried): NoAnswer {
  const detail = `The request cannot be sent to ${name}, which speaks HTTP/2 only (${problem.code}).`;
  return { silent: false, failure: { kind: 'malformed', detail } };
}

/** Whether the target wants HTTP/2. Where its response says otherwise, that is remembered for its later responses. */
function wantsHttp2(answer: Answer | NoAnswer, place: UpstreamEndpoint): boolean {
  if (!('head' in answer)) return answer.isHttp2 === true;
  const isWanted = requiresHttp2(answer.head);
  if (!isWanted) place.speaksHttp1();
  return isWanted;
}

/** A request that cannot be repeated gets a new connection, which cannot be stale. */
function takeIdle(links: Sending['links'], place: UpstreamEndpoint, repeatable: boolean): Connection | null {
  const link = links.get(place);
  if (link === undefined) return null;
  links.delete(place);
  if (repeatable && !link.gone && link.readNow() === null) return link;
  link.cut();
  return null;
}
