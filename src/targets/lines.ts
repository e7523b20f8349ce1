export type LineEvent =
  | { readonly kind: 'line'; readonly line: string }
  /** The line has passed the limit; `start` is its beginning. No events follow. */
  | { readonly kind: 'too-long'; readonly start: string };

/**
 * Splits a stream of bytes into lines of UTF-8, without their line ends. An incomplete last line gives no event.
 * @param limit the longest line, in bytes
 */
export function lineSplitter(limit: number, onEvent: (event: LineEvent) => void): (chunk: Buffer) => void {
  let begun: Buffer[] = [];
  let length = 0;

  /** False when the line has become too long. */
  const add = (part: Buffer): boolean => {
    begun.push(part);
    length += part.length;
    if (length <= limit) return true;
    onEvent({ kind: 'too-long', start: Buffer.concat(begun).subarray(0, 1000).toString('utf8') });
    begun = [];
    return false;
  };

  const finish = () => {
    const line = Buffer.concat(begun).toString('utf8').replace(/\r$/, '');
    begun = [];
    length = 0;
    onEvent({ kind: 'line', line });
  };

  return (chunk) => {
    // The length is not reset: after the limit, nothing more is read.
    for (let from = 0; length <= limit && from < chunk.length;) {
      const end = chunk.indexOf(0x0a, from);
      if (!add(chunk.subarray(from, end === -1 ? undefined : end)) || end === -1) return;
      from = end + 1;
      finish();
    }
  };
}
