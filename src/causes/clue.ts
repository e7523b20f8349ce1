import type { LibraryId } from './libraries/index.ts';
import type { Reading } from './response-reading.ts';

/** Something in a response that a library or server is known for. */
export interface Clue {
  /** `cors-of-proxy`: CORS headers in a response that the proxy itself seems to have made. */
  readonly kind: 'application' | 'proxy' | 'cors-of-proxy';
  readonly library: LibraryId;
  /** Of several, the highest counts: 3 is written by that library alone, 1 is usual for it. */
  readonly certainty: 1 | 2 | 3;
  /** In the words of HTTP, without text of the server. */
  readonly because: string;
  /** The application writes it into every response: one without it was made by something else. */
  readonly isConstant?: true;
}

export interface ClueRule extends Omit<Clue, 'kind'> {
  /** `application`, when absent. */
  readonly kind?: Clue['kind'];
  readonly shows: (response: Reading) => boolean;
}
