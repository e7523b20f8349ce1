import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lessons, type Preset } from '../../site/oracle/lessons.ts';
import { type PlayedVisit, requestOf, type Visit, visitsOf } from '../../site/oracle/play.ts';
import { respond, type SharedCache } from '../../site/oracle/server.ts';
import { api, files, type Situation } from '../../site/oracle/situation.ts';
import { toPageRequest } from '../../src/explain/request.ts';
import { createContext, type FetchContext, replay } from '../../src/fetch-standard/index.ts';
import { toRecorded } from '../../src/judge/replay-steps.ts';
import { toFetchRequest } from '../../src/judge/to-fetch-request.ts';
import { checkParameter } from '../../src/results/check-parameter.ts';
import type { Exchange, RawHeader } from '../../src/results/exchange.ts';
import type { StepOutcome } from '../../src/results/outcome.ts';
import type { CheckRunner, PlayableCheck } from '../../src/run/check-runner.ts';
import { openSession, type OpenSession } from '../../src/run/session.ts';
import { newSecret } from '../../src/system/secret.ts';

/** What a browser did, beside what was on the wire. */
interface Observed {
  /** `200, readable`, or the error that the script got. */
  readonly outcome: string;
  readonly console: readonly string[];
}

export interface RecordedVisit extends PlayedVisit {
  readonly observed: Observed;
}

/** site/recorded/<lesson>.json: the runs of a lesson's presets in Chromium. */
export interface RecordedLesson {
  readonly lesson: string;
  readonly browser: { readonly name: string; readonly version: string };
  readonly runs: readonly { readonly preset: string; readonly visits: readonly RecordedVisit[] }[];
}

/** Longer than any response of the lessons takes: milliseconds. */
const timeoutMs = 10_000;

/** Records runs that are no lesson's, in the same browser. */
type Recorder = (
  session: OpenSession,
  browser: RecordedLesson['browser'],
  signal: AbortSignal,
) => Promise<RecordedLesson>;

/** Plays every preset in Chromium, through the recording proxy, with the server of the lessons. */
export async function recordLessons(
  signal: AbortSignal,
  recordOther: Recorder,
): Promise<readonly RecordedLesson[]> {
  const session = await openSession({
    browsers: ['chromium'],
    limits: { timeoutMs, jobs: 1, tabsOnly: true },
    proxy: { responseTimeoutMs: timeoutMs },
    signal,
  });
  try {
    const recorded: RecordedLesson[] = [];
    for (const { id, presets } of lessons) {
      const runs = [];
      for (const preset of presets) runs.push(await recordPreset(session, preset, signal));
      const { name, version } = (await session.startRunner('chromium')).summary;
      recorded.push({ lesson: id, browser: { name, version }, runs });
    }
    const [first] = recorded;
    return first === undefined ? recorded : [...recorded, await recordOther(session, first.browser, signal)];
  } finally {
    await session.close();
  }
}

async function recordPreset(
  session: OpenSession,
  { id, situation }: Preset,
  signal: AbortSignal,
): Promise<RecordedLesson['runs'][number]> {
  const server = await serve(situation);
  try {
    const upstream = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    for (const origin of [api, files]) session.proxy.addTarget(origin, upstream);
    const runner = await session.startRunner('chromium');
    const visits: RecordedVisit[] = [];
    for (const group of byPage(visitsOf(situation))) {
      const check = checkOf(situation, group);
      session.proxy.addPages(check.origin);
      session.proxy.addChecks([check.id], upstream);
      const observed = await playOne(runner, check, signal);
      const exchanges = await session.proxy.take(check.id);
      visits.push(...split(situation, group, exchanges, observed));
    }
    await session.renew();
    return { preset: id, visits };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function serve(situation: Situation): Promise<Server> {
  const cache: SharedCache = new Map();
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    const { status, reason, headers, body } = respond(situation, asServerHasIt(incoming), cache);
    outgoing.writeHead(status, reason, headers.flat()).end(incoming.method === 'HEAD' ? '' : body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function asServerHasIt({ method = 'GET', url = '/', headers, rawHeaders }: IncomingMessage) {
  const pairs = rawHeaders.flatMap((name, index): RawHeader[] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
  return { method, url: `https://${headers.host ?? ''}${url}`, headers: pairs };
}

/** Requests of one page, one after the other, are one check. */
function byPage(visits: readonly Visit[]): readonly (readonly [Visit, ...Visit[]])[] {
  const groups: [Visit, ...Visit[]][] = [];
  for (const visit of visits) {
    const last = groups.at(-1);
    if (last?.[0].page === visit.page) last.push(visit);
    else groups.push([visit]);
  }
  return groups;
}

function checkOf(situation: Situation, visits: readonly [Visit, ...Visit[]]): PlayableCheck {
  const id = newSecret();
  const [{ page, at: start }] = visits;
  const request = toPageRequest(requestOf(situation, page));
  const { allowCredentials, credentials } = situation;
  return {
    id,
    origin: page,
    target: { origin: api, cookieName: '' },
    cookies: credentials || allowCredentials ? [{ url: api, name: 'session', value: '1' }] : [],
    awaitsConsole: true,
    steps: visits.map(({ at }, index) => ({
      waitMs: (at - (visits[index - 1]?.at ?? start)) * 1000,
      request: { ...request, url: `${request.url}?${checkParameter}=${id}` },
    })),
  };
}

export interface Seen {
  readonly outcomes: readonly StepOutcome[];
  readonly console: readonly string[];
}

export async function playOne(runner: CheckRunner, check: PlayableCheck, signal: AbortSignal): Promise<Seen> {
  const seen: Seen[] = [];
  const problems: string[] = [];
  await runner.play([check], {
    signal,
    onReport: (_, { outcome }, console) => seen.push({ outcomes: outcome.steps, console }),
    onProblem: (_, problem) => problems.push(problem),
  });
  const [only] = seen;
  if (only === undefined) throw new Error(problems[0] ?? 'The browser reported nothing.');
  return only;
}

/** Which exchanges belong to which request, by the standard's algorithm. */
function split(
  situation: Situation,
  visits: readonly Visit[],
  exchanges: readonly Exchange[],
  { outcomes, console }: Seen,
): readonly RecordedVisit[] {
  const context: FetchContext = createContext({ now: () => 0 });
  let left = [...exchanges];
  return visits.map((visit, index) => {
    const request = toFetchRequest(toPageRequest(requestOf(situation, visit.page)), visit.page);
    const moreFollows = index < visits.length - 1;
    const { consumed } = replay(
      request,
      left.map((exchange) => toRecorded(exchange)),
      context,
      { moreFollows },
    );
    const own = left.slice(0, consumed);
    left = left.slice(consumed);
    const observed = {
      outcome: outcomeText(outcomes[index]),
      console: moreFollows ? [] : console.map(withoutPage),
    };
    return { ...visit, exchanges: own.map((exchange, at) => normalized(exchange, at, visit)), observed };
  });
}

function outcomeText(outcome: StepOutcome | undefined): string {
  if (outcome?.kind === 'response') return `${outcome.status}, readable`;
  if (outcome?.kind === 'error') return `${outcome.name}: ${outcome.message}`;
  throw new Error(`The page did not get a response or an error, but: ${outcome?.kind ?? 'nothing'}.`);
}

/** Lines of the console end with the document that made the request, and contain the id of the check. */
export function withoutPage(line: string): string {
  return line
    .replace(/ \(https?:\/\/[^()\s]*\/\.corspec\/[^()]*\)$/, '')
    .replace(new RegExp(`[?&]${checkParameter}=[\\w-]+`, 'g'), '');
}

/** What HTTP, Node.js and a version of Chromium add, and what the lessons are not about. */
const varying =
  /^(date|connection|keep-alive|transfer-encoding|content-length|user-agent|accept.*|sec-.*|referer|pragma|cache-control|priority|dnt|upgrade-insecure-requests)$/i;

export function normalized(
  { request, response }: Exchange,
  sequence: number,
  { at }: Pick<Visit, 'at'>,
): Exchange {
  if (response === undefined) throw new Error(`${request.method} ${request.url} has no response.`);
  const { method, url } = request;
  const { status, reason, body } = response;
  const headers = response.headers.filter(([name]) => name === 'Cache-Control' || !varying.test(name));
  return {
    sequence,
    check: null,
    startedAt: at * 1000,
    durationMs: 0,
    request: {
      method,
      url,
      headers: request.headers.filter(([name]) => !varying.test(name)),
      body: '',
      bodyBytes: 0,
    },
    response: { status, reason, headers, body, bodyBytes: body.length },
  };
}
