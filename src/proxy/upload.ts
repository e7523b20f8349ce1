import { createBodyReader } from '../http1/body-framing.ts';
import type { Framing } from '../http1/body-framing.ts';
import type { Connection } from '../http1/connection.ts';
import type { Recording } from './recorder.ts';
import type { Watch } from './watch.ts';

/** A request from the browser to the target. */
export interface Upload {
  /** Whether it can be repeated on another connection, because its bytes are kept. */
  readonly repeatable: boolean;
  /** Whether the browser has sent the complete request. */
  readonly complete: boolean;
  /** Sends the bytes so far, and further ones as they arrive. */
  sendTo(link: Connection): void;
  /** Discards the rest after the final response. Resolves once the request is complete or the browser has disconnected. */
  drain(): Promise<void>;
}

/** Larger bodies are not kept, so the request cannot be repeated. */
const repeatableBytes = 64 * 1024;

/** `head` is sent to the target before the body. */
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

  /** Processes bytes of the body; false when it is malformed. */
  const take = (bytes: Buffer): Buffer | null => {
    const { used, state } = reader.consume(bytes);
    client.unread(bytes.subarray(used));
    complete = state === 'done';
    return state === 'broken' ? null : bytes.subarray(0, used);
  };

  const pump = async (): Promise<void> => {
    while (!complete) {
      const bytes = client.readNow() ?? (await watch.withoutLimit(client.read()));
      if (bytes === null) return;
      const part = take(bytes);
      if (part === null) {
        watch.stop({ kind: 'aborted', detail: "The chunks of the browser's request are malformed." });
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
      // Sends the available part of the body together with the head.
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
