import type { TraceEntry } from './decisions.ts';
import type { HeaderList, NetworkCall, ResponseType } from './types.ts';

/** What came of a request. */
export interface Verdict {
  /** `readable`: the script gets the response; `blocked`: a network error; `opaque`: a response that hides all. */
  readonly outcome: 'readable' | 'blocked' | 'opaque';
  readonly type?: ResponseType;
  /** As the script sees it: 0 when it is hidden. */
  readonly status?: number;
  /** As the script sees it: without fragment, empty when it is hidden. */
  readonly url?: string;
  /** As the script's `Headers` lists them: lower case, sorted, values of one name joined. */
  readonly visibleHeaders: HeaderList;
  readonly trace: readonly TraceEntry[];
  /** The trace entry that made it a network error. */
  readonly decidedBy?: TraceEntry;
  readonly calls: readonly NetworkCall[];
}
