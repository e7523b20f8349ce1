import { expect, it } from 'vitest';
import { corsFetch, createContext } from '../../../src/fetch-standard/index.ts';
import type {
  FetchContext,
  FetchRequest,
  HeaderList,
  NetworkAnswer,
  ReasonCode,
  StepName,
  Verdict,
} from '../../../src/fetch-standard/index.ts';

/** The page's origin, and a server on another one. */
export const O = 'https://app.example.test';
export const S = 'https://api.example.test';

export const AO = 'Access-Control-Allow-Origin';
export const AC = 'Access-Control-Allow-Credentials';
export const AM = 'Access-Control-Allow-Methods';
export const AH = 'Access-Control-Allow-Headers';
export const EH = 'Access-Control-Expose-Headers';
export const MA = 'Access-Control-Max-Age';

/** A cross-origin GET without credentials. */
export function ask(changes: Partial<FetchRequest> = {}): FetchRequest {
  return {
    url: `${S}/resource`,
    origin: O,
    method: 'GET',
    headers: [],
    mode: 'cors',
    credentials: 'same-origin',
    redirect: 'follow',
    ...changes,
  };
}

export function answer(status: number, ...headers: HeaderList): NetworkAnswer & { kind: 'response' } {
  return { kind: 'response', status, headers };
}

/** A context with its clock in the test's hand: ms. */
export function contextAt(
  start = 0,
  changes: Partial<FetchContext> = {},
): FetchContext & { time: { ms: number } } {
  const time = { ms: start };
  return { ...createContext({ now: () => time.ms, ...changes }), time };
}

/** Runs the algorithm on answers given in order; it is an error when it asks for more. */
export function play(
  request: FetchRequest,
  answers: readonly NetworkAnswer[],
  context: FetchContext = contextAt(),
): Verdict {
  const fetching = corsFetch(request, context);
  let next = fetching.next();
  for (const given of answers) {
    if (next.done) break;
    next = fetching.next(given);
  }
  if (!next.done) throw new Error(`No answer for ${next.value.method} ${next.value.url}`);
  return next.value;
}

export interface Case {
  /** Begins with the number of the case in the facts. */
  readonly name: string;
  readonly request?: Partial<FetchRequest>;
  readonly answers?: readonly NetworkAnswer[];
  readonly context?: Partial<FetchContext>;
  /** The methods that are sent, in order. */
  readonly wire: string;
  /** What the script gets, or the step that failed. */
  readonly gives: Verdict['type'] | StepName;
  /** The reason of the failed step: its code and data, in part. */
  readonly because?: { readonly code: ReasonCode } & Readonly<Record<string, unknown>>;
  readonly status?: number;
}

/** A table of cases, each a test. */
export function cases(table: readonly Case[]): void {
  it.each(table)(
    '$name',
    ({ request, answers = [answer(200, [AO, '*'])], context, wire, gives, because, status }) => {
      const verdict = play(ask(request), answers, contextAt(0, context));
      expect(verdict.calls.map(({ method }) => method).join(' ')).toBe(wire);
      expect(verdict.decidedBy?.step ?? verdict.type).toBe(gives);
      if (because !== undefined) expect(verdict.decidedBy).toMatchObject(because);
      if (status !== undefined) expect(verdict.status).toBe(status);
      expect(verdict.outcome === 'blocked').toBe(verdict.decidedBy !== undefined);
    },
  );
}
