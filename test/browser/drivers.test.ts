import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drivers, type BrowserDriver, type BrowserSession } from '../../src/browsers/index.ts';
import type { StepOutcome } from '../../src/results/outcome.ts';
import type { PageRequest } from '../../src/scenarios/page-request.ts';
import type { PageCheck, PageReport } from '../../src/page/work.ts';
import type { Body, Client } from '../../src/scenarios/scenario.ts';
import { need } from '../requirements.ts';
import { startPageServer } from './support/page-server.ts';
import { commandLine, descendants, startedSince, untilGone } from './support/processes.ts';

type PageServer = Awaited<ReturnType<typeof startPageServer>>;

const page = 'https://app.example.test';
const target = 'https://api.example.test';
const clients = ['fetch', 'xhr', 'axios-xhr', 'axios-fetch'] as const satisfies readonly Client[];
const timeout = 60_000;

// The start script of Debian's headless shell stays, as a parent of the browser that it can end without.
const browserCommand = /^(?!\S*\bsh ).*(chrom|firefox|MiniBrowser)/i;

let server: PageServer;
beforeAll(async () => {
  server = await startPageServer();
});
afterAll(() => server.close());

for (const driver of drivers) await describeDriver(driver);

async function describeDriver(driver: BrowserDriver) {
  const { missing } = await need(driver.id);
  const { missing: noProcesses } = await need(driver.id, 'proc');
  describe.skipIf(missing)(driver.title, { timeout }, () => {
    let session: BrowserSession;
    beforeAll(async () => {
      session = await driver.start(server);
    }, timeout);
    afterAll(() => session.close());

    describeSession(() => session);
    if (driver.capabilities.lacks.console === undefined) describeConsole(() => session);
    describePage(() => session);
  });
  describe.skipIf(noProcesses)(`processes of ${driver.title}`, { timeout }, () => describeProcesses(driver));
}

function describeSession(session: () => BrowserSession) {
  it('tells its version and what drives it', () => {
    expect(session().version).toMatch(/^\d+\.\d+/);
    expect(session().driver).toMatch(/^(DevTools protocol \d|WebDriver BiDi|playwright \d|WebKitWebDriver)/);
  });

  it.each(['http://localhost:8080', 'https://app.example.test', 'http://foreign.test'])(
    'opens the page of %s, which reaches targets of both schemes',
    async (origin) => {
      // From an https page, WebKitGTK lets nothing of http through: that is mixed content.
      const targets = origin.startsWith('https:') ? [target] : [target, 'http://127.0.0.1:4000'];
      const reports = await runPage(
        session(),
        origin,
        targets.map((url) => check(url, [{ url: `${url}/` }])),
      );
      for (const url of targets)
        expect(onlyStep(reports, url)).toMatchObject({ kind: 'response', status: 200 });
    },
  );

  it('runs the pages of several origins at once', async () => {
    const origins = [page, 'https://admin.example.test:8443', 'http://localhost:8080'];
    const all = await Promise.all(
      origins.map((origin) => runPage(session(), origin, [check('one', [{ url: `${target}/` }])])),
    );
    expect(all.map((reports) => onlyStep(reports, 'one').kind)).toEqual(origins.map(() => 'response'));
  });

  it('rejects when the page cannot be opened', async () => {
    await expect(session().open('http://localhost:8080/hangs-up')).rejects.toThrow('could not be opened');
  });

  it.each([
    ['https', page, target],
    ['http', 'http://localhost:8080', 'http://localhost:4000'],
  ])('sends a cookie that was set to a target of the same site, over %s', async (name, origin, url) => {
    await session().setCookie({ url, name: 'session', value: `kept-${name}` });
    const reports = await runPage(session(), origin, [
      check('with', [{ url: `${url}/`, credentials: 'include' }]),
      check('without', [{ url: `${url}/`, credentials: 'omit' }]),
    ]);
    expect(seenByTarget(reports, 'with')).toMatchObject({ cookie: `session=kept-${name}` });
    expect(seenByTarget(reports, 'without')).not.toHaveProperty('cookie');
  });
}

function describeConsole(session: () => BrowserSession) {
  it('shows what the page wrote to the console', async () => {
    const lines: string[] = [];
    await runPage(session(), page, [check('blocked', [{ url: `${target}/closed` }])], (line) =>
      lines.push(line),
    );
    await expect.poll(() => lines.join('\n')).toContain(`${target}/closed`);
    expect(lines.join('\n')).toMatch(/CORS|Access-Control-Allow-Origin/);
  });
}

function describePage(session: () => BrowserSession) {
  const bodies: readonly (readonly [body: Body, type: RegExp | undefined, sent: RegExp])[] = [
    [{ kind: 'text', text: 'hello' }, /^text\/plain;charset=UTF-8$/i, /^hello$/],
    [{ kind: 'json', json: { a: 1 } }, /^text\/plain;charset=UTF-8$/i, /^\{"a":1\}$/],
    [{ kind: 'urlencoded', fields: { a: '1 2' } }, /^application\/x-www-form-urlencoded/, /^a=1\+2$/],
    [{ kind: 'form-data', fields: { a: '1' } }, /^multipart\/form-data; boundary=/, /name="a"/],
    [{ kind: 'blob', text: 'raw' }, undefined, /^raw$/],
    [{ kind: 'blob', text: 'raw', type: 'text/csv' }, /^text\/csv$/, /^raw$/],
    [{ kind: 'bytes', length: 3 }, undefined, /^\0\0\0$/],
  ];

  it.each(['fetch', 'xhr'] as const)(
    'sends every kind of body with %s as the browser does',
    async (client) => {
      const checks = bodies.map(([body], index) =>
        check(`body-${index}`, [{ url: `${target}/`, method: 'POST', client, body }]),
      );
      const reports = await runPage(session(), page, checks);
      for (const [index, [, type, sent]] of bodies.entries()) {
        const seen = seenByTarget(reports, `body-${index}`);
        if (type) expect(seen['type']).toMatch(type);
        else expect(seen).not.toHaveProperty('type');
        expect(seen['body']).toMatch(sent);
      }
    },
  );

  it.each(['axios-xhr', 'axios-fetch'] as const)(
    'lets %s make JSON of an object by itself',
    async (client) => {
      const body: Body = { kind: 'json', json: { a: 1 } };
      const reports = await runPage(session(), page, [
        check('json', [{ url: `${target}/`, method: 'POST', client, body }]),
      ]);
      expect(seenByTarget(reports, 'json')).toMatchObject({ type: 'application/json', body: '{"a":1}' });
    },
  );

  it.each(clients)('tells with %s what a script may read, and nothing else', async (client) => {
    const request = { url: `${target}/read`, client, headers: [['X-Probe', 'sent']] } as const;
    const reports = await runPage(session(), page, [check('read', [request])]);
    const step = onlyStep(reports, 'read');
    expect(step).toMatchObject({ kind: 'response', status: 200, type: client === 'fetch' ? 'cors' : null });
    const headers = step.kind === 'response' ? (step.headers ?? []) : [];
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-seen': 'yes',
      'content-type': 'application/json',
    });
    expect(headers.map(([name]) => name)).not.toContain('x-hidden');
    expect(seenByTarget(reports, 'read')).toMatchObject({ probe: 'sent' });
  });

  it.each(clients)('tells of an error with %s when the response allows nobody', async (client) => {
    const reports = await runPage(session(), page, [check('blocked', [{ url: `${target}/closed`, client }])]);
    expect(onlyStep(reports, 'blocked')).toMatchObject({ kind: 'error', name: expect.stringMatching(/\w/) });
  });

  it.each(clients)('gives up with %s on a target that does not answer', async (client) => {
    const hanging = { ...check('hanging', [{ url: `${target}/hangs`, client }]), timeoutMs: 150 };
    const reports = await runPage(session(), page, [hanging]);
    expect(onlyStep(reports, 'hanging')).toEqual({ kind: 'timeout', afterMs: 150 });
  });

  it.each(['fetch', 'xhr'] as const)('has a response with %s whose body never ends', async (client) => {
    const endless = { ...check('endless', [{ url: `${target}/endless`, client }]), timeoutMs: 500 };
    const reports = await runPage(session(), page, [endless]);
    expect(onlyStep(reports, 'endless')).toMatchObject({ kind: 'response', status: 200 });
  });

  it.each(clients)('reports the beginning of a large body with %s', async (client) => {
    const reports = await runPage(session(), page, [check('big', [{ url: `${target}/big`, client }])]);
    expect(onlyStep(reports, 'big')).toMatchObject({ kind: 'response', body: 'x'.repeat(2048) });
  });

  it.each(['fetch', 'xhr'] as const)('takes a method that %s refuses for an error', async (client) => {
    const reports = await runPage(session(), page, [
      check('refused', [{ url: `${target}/`, method: 'TRACE', client }]),
    ]);
    expect(onlyStep(reports, 'refused')).toMatchObject({
      kind: 'error',
      name: expect.stringMatching(/TypeError|SecurityError/),
    });
  });

  it('makes a preflight necessary with a listener on the upload', async () => {
    const request = { url: `${target}/counted?by=${session().name}`, method: 'POST', client: 'xhr' } as const;
    const body: Body = { kind: 'text', text: 'up' };
    const reports = await runPage(session(), page, [
      check('up', [{ ...request, body, uploadListener: true }]),
    ]);
    expect(seenByTarget(reports, 'up')).toMatchObject({ preflights: 1 });
  });

  it('gets an opaque response in no-cors mode', async () => {
    const reports = await runPage(session(), page, [
      check('opaque', [{ url: `${target}/closed`, mode: 'no-cors' }]),
    ]);
    expect(onlyStep(reports, 'opaque')).toMatchObject({
      kind: 'response',
      type: 'opaque',
      status: 0,
      body: '',
    });
  });

  it('leaves its only slot to others while a check waits, and does its steps in order', async () => {
    const waiting: PageCheck = {
      ...check('waiting', [{ url: `${target}/first` }, { url: `${target}/second` }]),
      steps: [
        { waitMs: 0, request: request({ url: `${target}/first` }) },
        { waitMs: 300, request: request({ url: `${target}/second` }) },
      ],
    };
    const others = [check('a', [{ url: `${target}/a` }]), check('b', [{ url: `${target}/b` }])];
    const reports = await runPage(session(), page, [...others, waiting], undefined, 1);
    expect([...reports.keys()]).toEqual(['a', 'b', 'waiting']);
    const urls = reports.get('waiting')?.outcome.steps.map((step) => step.kind === 'response' && step.url);
    expect(urls).toEqual([`${target}/first`, `${target}/second`]);
  });
}

function describeProcesses(driver: BrowserDriver) {
  it('leaves no process behind', async () => {
    const before = descendants(process.pid);
    const session = await driver.start(server);
    const own = startedSince(before);
    expect(own).not.toEqual([]);
    await session.close();
    await untilGone(own);
  });

  it('tells when it was killed', async () => {
    const before = descendants(process.pid);
    const session = await driver.start(server);
    const own = startedSince(before);
    const browser = own.find((id) => browserCommand.test(commandLine(id)));
    process.kill(browser ?? expect.fail('no process of the browser'), 'SIGKILL');
    await expect(session.ended).resolves.toContain('exited unexpectedly');
    await session.close();
    await untilGone(own);
  });

  it('does not start for somebody who has given up', async () => {
    const before = descendants(process.pid);
    const giveUp = new AbortController();
    const starting = driver.start({ ...server, signal: giveUp.signal });
    giveUp.abort(new Error('changed my mind'));
    await expect(starting).rejects.toThrow('changed my mind');
    await untilGone(startedSince(before));
  });
}

let pages = 0;

/** Opens a page with these checks and gives its reports in the order in which they came. */
async function runPage(
  session: BrowserSession,
  origin: string,
  checks: readonly PageCheck[],
  onConsole?: (line: string) => void,
  concurrency = 6,
): Promise<ReadonlyMap<string, PageReport>> {
  const id = `page-${(pages += 1)}`;
  const reported = server.give(id, { checks, concurrency });
  const tab = await session.open(`${origin}/.corspec/page?page=${id}`, onConsole);
  const reports = await reported;
  await tab.close();
  return reports;
}

function check(id: string, requests: readonly (Partial<PageRequest> & { url: string })[]): PageCheck {
  return {
    id,
    timeoutMs: 10_000,
    steps: requests.map((each) => ({ waitMs: 0, request: request(each) })),
  };
}

function request(given: Partial<PageRequest> & { url: string }): PageRequest {
  return {
    method: 'GET',
    headers: [],
    client: 'fetch',
    mode: 'cors',
    credentials: 'same-origin',
    redirect: 'follow',
    cache: 'default',
    uploadListener: false,
    ...given,
  };
}

function onlyStep(reports: ReadonlyMap<string, PageReport>, id: string): StepOutcome {
  const steps = reports.get(id)?.outcome.steps ?? [];
  expect(steps).toHaveLength(1);
  return steps[0]!;
}

/** What the target says that it got: the body of its response. */
function seenByTarget(reports: ReadonlyMap<string, PageReport>, id: string): Record<string, unknown> {
  const step = onlyStep(reports, id);
  expect(step).toMatchObject({ kind: 'response', status: 200 });
  return JSON.parse((step.kind === 'response' && step.body) || '{}') as Record<string, unknown>;
}
