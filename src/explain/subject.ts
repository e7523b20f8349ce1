import type { RecordedExchange, Replay } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { PageRequest } from '../scenarios/page-request.ts';

/** What the standard says of a recording. */
export type Replayed = Omit<Replay, 'consumed'>;

/** One request whose story is told, and what is known of it. */
export interface Subject {
  readonly request: PageRequest;
  /** Of who asks, as browsers serialise it. */
  readonly origin: string;
  /** In the order in which the requests arrived. */
  readonly exchanges: readonly Exchange[];
  /** The same, as the standard takes them. */
  readonly recording: readonly RecordedExchange[];
  readonly replayed: Replayed;
  /** What the standard would say, had the wire been another. */
  readonly again: (recording: readonly RecordedExchange[]) => Replayed;
}
