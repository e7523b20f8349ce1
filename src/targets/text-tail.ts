export interface TextTail {
  push(chunk: Buffer): void;
  /** The end of everything pushed so far. */
  text(): string;
}

/** Keeps the last `limit` bytes of a stream. */
export function textTail(limit: number): TextTail {
  let chunks: Buffer[] = [];
  let kept = 0;
  const compact = () => {
    chunks = [Buffer.concat(chunks).subarray(-limit)];
    kept = chunks[0]?.length ?? 0;
  };
  return {
    push(chunk) {
      chunks.push(chunk);
      kept += chunk.length;
      // Copies only at twice the limit, so that each byte is copied once on average.
      if (kept > 2 * limit) compact();
    },
    text() {
      compact();
      return chunks.join('');
    },
  };
}
