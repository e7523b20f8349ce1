interface MismatchData {
  'unexpected-preflight': { exchange: number; url: string };
  'missing-preflight': { call: number; url: string };
  'unexpected-request': { exchange: number; method: string; url: string };
  'missing-request': { call: number; method: string; url: string };
  'different-method': { call: number; exchange: number; url: string; sent: string; expected: string };
  'different-header': {
    call: number;
    exchange: number;
    /** In lower case. */
    header: string;
    sent: string | null;
    expected: string | null;
  };
}

export type MismatchKind = keyof MismatchData;

/** Where a browser deviates from the algorithm. `describeMismatch` makes a sentence of it. */
export type Mismatch<Kind extends MismatchKind = MismatchKind> = {
  [Each in Kind]: Readonly<MismatchData[Each]> & {
    readonly kind: Each;
    /** Index in `calls`. */
    readonly call?: number;
    /** Index in the recording. */
    readonly exchange?: number;
    readonly header?: string;
  };
}[Kind];
