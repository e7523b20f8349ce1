import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { api } from '../../site/oracle/situation.ts';
import { checkParameter } from '../../src/results/check-parameter.ts';
import type { StepOutcome } from '../../src/results/outcome.ts';
import type { PlayableCheck } from '../../src/run/check-runner.ts';
import type { OpenSession } from '../../src/run/session.ts';
import type { PageRequest } from '../../src/scenarios/page-request.ts';
import { newSecret } from '../../src/system/secret.ts';
import { normalized, playOne, type RecordedLesson, type RecordedVisit, withoutPage } from './record.ts';

const page = 'https://other.example';
/** The function that corspec's pages have for JSONP. */
const path = '/items?callback=corspecJsonp';
const script = 'corspecJsonp([{"id":1}]);';

const plain = {
  method: 'GET',
  headers: [],
  credentials: 'same-origin',
  redirect: 'follow',
  cache: 'default',
  uploadListener: false,
} as const satisfies Partial<PageRequest>;

/** The same URL of a server without CORS, by a script element and by fetch. */
const clients = {
  script: { ...plain, client: 'jsonp', mode: 'no-cors' },
  fetch: { ...plain, client: 'fetch', mode: 'cors' },
} as const;

/** The page about JSONP has no switches, as the oracle answers about CORS alone: it shows these two runs. */
export async function recordJsonp(
  session: OpenSession,
  browser: RecordedLesson['browser'],
  signal: AbortSignal,
): Promise<RecordedLesson> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const upstream = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const runs = [];
    for (const [preset, request] of Object.entries(clients)) {
      const check = checkOf(request);
      // `renew` removes it.
      session.proxy.addTarget(api, upstream);
      session.proxy.addPages(check.origin);
      session.proxy.addChecks([check.id], upstream);
      const seen = await playOne(await session.startRunner('chromium'), check, signal);
      const exchanges = await session.proxy.take(check.id);
      const visit: RecordedVisit = {
        page,
        at: 0,
        exchanges: exchanges.map((exchange, index) => normalized(exchange, index, { at: 0 })),
        observed: { outcome: outcomeText(seen.outcomes[0]), console: seen.console.map(withoutPage) },
      };
      await session.renew();
      runs.push({ preset, visits: [visit] });
    }
    return { lesson: 'jsonp', browser, runs };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function checkOf(request: Omit<PageRequest, 'url'>): PlayableCheck {
  const id = newSecret();
  return {
    id,
    origin: page,
    target: { origin: api, cookieName: '' },
    cookies: [],
    awaitsConsole: true,
    steps: [{ waitMs: 0, request: { ...request, url: `${api}${path}&${checkParameter}=${id}` } }],
  };
}

function outcomeText(outcome: StepOutcome | undefined): string {
  if (outcome?.kind === 'response') return `the page gets ${outcome.body ?? ''}`;
  if (outcome?.kind === 'error') return `${outcome.name}: ${outcome.message}`;
  throw new Error(`The page did not get data or an error, but: ${outcome?.kind ?? 'nothing'}.`);
}
