import { createBodyReader } from '../http1/body-framing.ts';
import type { Framing } from '../http1/body-framing.ts';
import type { Connection } from '../http1/connection.ts';
import type { Recording } from './recorder.ts';
import type { Watch } from './watch.ts';

/** A request on its way from the browser to the target. */
export interface Upload {
  /** Whether it can be sent again, on another connection: what was sent is kept. */
  readonly repeatable: boolean;
  /** All of the request has come from the browser. */
  readonly complete: boolean;
  /** Sends what there is, and from now on whatever comes. */
  sendTo(link: Connection): void;
  /** The target has said its last word: what still comes is dropped. Resolves once it has all come, or never will. */
  drain(): Promise<void>;
}

/** Larger bodies are not kept for sending them again. */
const repeatableBytes = 64 * 1024;

/** `head` is what goes to the target in front of the body. */
export function createUpload(
  client: Connection,
  head: Buffer,
  framing: Framing,
  recording: Recording,
  watch: Watch,
): Upload {
  const repeatable =
    framing.kind === 'none' || (framing.kind === 'length' && framing.bytes <= repeatableBytes);
  const reader = createBodyReader(framing, recording.requestBody);
  let kept = [head];
  let link: Connection | null = null;
  let complete = framing.kind === 'none';
  let pumping: Promise<void> | null = null;

  /** Takes what belongs to the body; false when it is broken. */
  const take = (bytes: Buffer): Buffer | null => {
    const { used, state } = reader.consume(bytes);
    client.unread(bytes.subarray(used));
    complete = state === 'done';
    return state === 'broken' ? null : bytes.subarray(0, used);
  };

  const pump = async (): Promise<void> => {
    while (!complete) {
      const bytes = client.readNow() ?? (await watch.forBrowser(client.read()));
      if (bytes === null) return;
      const part = take(bytes);
      if (part === null) {
        watch.stop({ kind: 'aborted', detail: 'The chunks of the request of the browser cannot be read.' });
        return;
      }
      if (repeatable) kept.push(part);
      await link?.write(part);
    }
  };

  return {
    repeatable,
    get complete() {
      return complete;
    },
    sendTo(next) {
      // What is there of the body goes along with the head, in one piece.
      const early = pumping === null && !complete ? client.readNow() : null;
      if (early !== null) kept.push(take(early) ?? Buffer.alloc(0));
      link = next;
      void next.write(kept.length === 1 ? head : Buffer.concat(kept));
      if (!repeatable) kept = [];
      pumping ??= pump();
    },
    async drain() {
      link = null;
      await pumping;
    },
  };
}
