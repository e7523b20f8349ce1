import { createHash } from 'node:crypto';
import type { Exchange, RawHeader, WireFailureKind } from '../results/exchange.ts';
import { limitsRate } from '../http1/retry-after.ts';
import type { TargetNote } from './target-notes.ts';
import { addWritten, type Written } from './written.ts';

/** Detects problems of a target as a whole: different responses to one request, a rate limit, a crash during the run. */
export interface TargetLog {
  /** Adds the exchanges of one check. */
  add(target: string, policy: string, exchanges: readonly Exchange[], manner?: Manner): void;
  /** Forgets what was only needed to compare responses: no more exchanges of these targets will come. */
  conclude(targets: ReadonlySet<string>): void;
  notes(): readonly { readonly target: string; readonly note: TargetNote }[];
}

/** What the exchanges of a check do not show. */
export interface Manner {
  /** Whether the check asks for the response of a rate limit. */
  readonly expectsLimit?: boolean;
  /** Whether Host was replaced on the way: for the target, the host of a request may decide whether its origin is another one. */
  readonly rewritesHost?: boolean;
  readonly httpVersion?: '1.0';
}

/** One request, and summaries of the different responses to it. */
interface Difference {
  readonly summary: string;
  readonly answers: Set<string>;
}

interface Observed {
  /** By a hash of the request: the first response. Kept small, as a run may have a hundred thousand requests. */
  readonly answers: Map<string, string>;
  readonly differences: Map<string, Difference>;
  /** Each summary of a response once. */
  readonly summaries: Map<string, string>;
  limitedChecks: number;
  /** Milliseconds since the epoch. */
  lastAnswerAt: number;
  failures: { readonly at: number; readonly detail: string }[];
  written: readonly Written[];
}

/** @param writable ids of the targets whose owners are told what was written to them */
export function createTargetLog(writable: ReadonlySet<string> = new Set()): TargetLog {
  const targets = new Map<string, Observed>();
  const concluded = new Map<string, readonly TargetNote[]>();
  return {
    add(target, policy, exchanges, manner = {}) {
      const observed = targets.get(target) ?? emptyObserved();
      targets.set(target, observed);
      if (manner.expectsLimit !== true && exchanges.some(isLimited)) observed.limitedChecks += 1;
      if (writable.has(target)) observed.written = addWritten(observed.written, exchanges);
      for (const exchange of exchanges) observe(observed, policy, manner, exchange);
    },
    conclude(ids) {
      for (const id of ids) {
        const observed = targets.get(id);
        if (observed === undefined) continue;
        concluded.set(id, notesOf(observed));
        targets.delete(id);
      }
    },
    notes: () =>
      [
        ...concluded,
        ...[...targets].map(([target, observed]) => [target, notesOf(observed)] as const),
      ].flatMap(([target, notes]) => notes.map((note) => ({ target, note }))),
  };
}

function emptyObserved(): Observed {
  return {
    answers: new Map(),
    differences: new Map(),
    summaries: new Map(),
    limitedChecks: 0,
    lastAnswerAt: -Infinity,
    failures: [],
    written: [],
  };
}

/** Whether it answers If-None-Match or If-Modified-Since, which are not part of the question. */
function isNotModified({ response }: Exchange): boolean {
  return response?.status === 304;
}

function isLimited({ response, failure }: Exchange): boolean {
  return failure?.kind === 'asked-to-wait' || (response !== undefined && limitsRate(response));
}

/** Failures that show that a target has ended or stopped responding. */
const silent: readonly WireFailureKind[] = ['unreachable', 'reset', 'timeout'];

function observe(observed: Observed, policy: string, manner: Manner, exchange: Exchange): void {
  const { response, failure, startedAt } = exchange;
  if (response !== undefined) observed.lastAnswerAt = Math.max(observed.lastAnswerAt, startedAt);
  if (failure !== undefined && silent.includes(failure.kind))
    observed.failures.push({ at: startedAt, detail: failure.detail });
  if (response === undefined || failure !== undefined || isLimited(exchange) || isNotModified(exchange))
    return;
  compareAnswers(observed, questionOf(policy, manner, exchange), exchange, answerOf(response));
}

function compareAnswers(
  { answers, differences, summaries }: Observed,
  question: string,
  exchange: Exchange,
  answer: string,
): void {
  const first = answers.get(question);
  if (first === undefined) {
    if (!summaries.has(answer)) summaries.set(answer, answer);
    answers.set(question, summaries.get(answer) ?? answer);
  } else if (first !== answer) {
    const known = differences.get(question);
    if (known === undefined)
      differences.set(question, { summary: summaryOf(exchange), answers: new Set([first, answer]) });
    else known.answers.add(answer);
  }
}

/** The fewest failed requests that are taken for the end of a target. */
const fewestFailures = 3;

function notesOf({
  differences,
  limitedChecks,
  lastAnswerAt,
  failures,
  written,
}: Observed): readonly TargetNote[] {
  const notes: TargetNote[] = [];
  if (limitedChecks > 0) notes.push({ code: 'rate-limited', checks: limitedChecks });
  const late = failures.filter(({ at }) => at > lastAnswerAt);
  const last = late.at(-1);
  if (last !== undefined && late.length >= fewestFailures)
    notes.push({
      code: 'no-answers',
      requests: late.length,
      detail: last.detail,
      hasAnswered: lastAnswerAt !== -Infinity,
    });
  const requests = [...differences.values()].map(({ summary, answers }) => ({
    summary,
    answers: [...answers],
  }));
  if (requests.length > 0) notes.push({ code: 'different-answers', requests });
  if (written.length > 0) notes.push({ code: 'written', written });
  return notes;
}

/** Request headers that differ between pages and connections and do not matter for CORS. */
const volatile: readonly string[] = [
  'accept-encoding', 'cache-control', 'connection', 'host', 'if-modified-since', 'if-none-match',
  'pragma', 'priority', 'referer', 'upgrade-insecure-requests', 'user-agent',
]; // prettier-ignore

/** A hash of everything in a request that the response may depend on. */
function questionOf(
  policy: string,
  { rewritesHost, httpVersion }: Manner,
  { request: { method, url, headers } }: Exchange,
): string {
  const kept = headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !volatile.includes(name) && !name.startsWith('sec-'))
    .map(([name, value]) => [name, name === 'content-type' ? value.replace(/boundary=.*/i, '') : value]);
  const question = JSON.stringify([policy, rewritesHost, httpVersion, method, pathOf(url), kept.sort()]);
  return createHash('sha1').update(question).digest('base64');
}

/** The path without the `id` that counts writes. */
function pathOf(url: string): string {
  const { pathname, searchParams } = new URL(url);
  searchParams.delete('id');
  const query = searchParams.toString();
  return query === '' ? pathname : `${pathname}?${query}`;
}

function summaryOf({ request: { method, url, headers } }: Exchange): string {
  const origin = headers.find(([name]) => name.toLowerCase() === 'origin')?.[1];
  return `${method} ${pathOf(url)} (${origin === undefined ? 'no Origin' : `Origin: ${origin}`})`;
}

/** The status and the CORS headers. */
function answerOf({ status, headers }: NonNullable<Exchange['response']>): string {
  const cors = headers.map(lowerName).filter(([name]) => name.startsWith('access-control-'));
  const shown = cors.map(([name, value]) => `${name}: ${inOrder(name, value)}`).sort();
  return shown.length === 0 ? `${status} without CORS headers` : `${status} with ${shown.join(', ')}`;
}

const lists: readonly string[] = [
  'access-control-allow-headers', 'access-control-allow-methods', 'access-control-expose-headers',
]; // prettier-ignore

/** Browsers read these lists as sets, and a server that keeps names in a hash table writes them in any order. */
function inOrder(name: string, value: string): string {
  if (!lists.includes(name)) return value;
  return value
    .split(',')
    .map((member) => member.trim())
    .sort()
    .join(', ');
}

function lowerName([name, value]: RawHeader): RawHeader {
  return [name.toLowerCase(), value];
}
