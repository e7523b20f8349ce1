/** How much is written at a time, in characters. */
const pieceLength = 256 * 1024;

/** The same text in fewer, larger parts. */
export function* joinedPieces(parts: Iterable<string>): Iterable<string> {
  let piece = '';
  for (const part of parts) {
    piece += part;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
