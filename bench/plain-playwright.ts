import { chromium, type Browser, type Page } from 'playwright';
import { browserKind, drivers } from '../src/browsers/index.ts';
import { planChecks, type PlannedCheck } from '../src/run/plan.ts';
import { contractRouteMap } from '../src/targets/target-routes.ts';
import { type RunningImplementation, startImplementation } from '../src/targets/index.ts';
import { startRecordingProxy, type RecordingProxy } from '../src/proxy/index.ts';
import type { Subject } from './subject.ts';

interface Stage {
  readonly browser: Browser;
  readonly proxy: RecordingProxy;
  readonly running: RunningImplementation;
  readonly checks: readonly PlannedCheck[];
}

const target = 'https://bench--target.example.test';

/** The same pages and the same target behind the same proxy, driven like an ordinary Playwright test. */
async function withStage<T>(subject: Subject, work: (stage: Stage) => Promise<T>): Promise<T> {
  const running = await startImplementation(subject.implementation, { [subject.policyName]: subject.policy });
  const proxy = await startRecordingProxy({
    serve: () => ({ headers: { 'Content-Type': 'text/html' }, body: '<!doctype html>' }),
  });
  const state = running.policies.get(subject.policyName);
  const found = await drivers[0]?.find();
  if (state?.status !== 'ready' || found?.found !== true)
    throw new Error('No target or no Chromium for the measurement.');
  const routes = contractRouteMap(target);
  const ready = {
    id: 'bench', policyName: subject.policyName, policy: subject.policy, origin: target, routes,
    differences: [], upstream: { url: state.url }, cookieName: 'session', underName: () => ({ origin: target, routes }), command: '',
  }; // prettier-ignore
  const { checks } = planChecks([ready], subject.scenarios, browserKind('chromium'), 'bench-');
  proxy.addTarget(target, { url: state.url });
  for (const { origin } of checks) if (origin !== target) proxy.addPages(origin);
  const browser = await chromium.launch({
    executablePath: found.executable,
    proxy: { server: `http://127.0.0.1:${proxy.port}` },
    args: ['--no-sandbox', `--ignore-certificate-errors-spki-list=${proxy.certificateFingerprint}`],
  });
  try {
    return await work({ browser, proxy, running, checks });
  } finally {
    await browser.close();
    await proxy.close();
    await running.stop();
  }
}

interface PlainRequest {
  readonly url: string;
  readonly init: RequestInit;
}

/**
 * In the page: the requests of some checks, concurrently. As text, because the compiler would add helpers that do not exist
 * in the page to a function.
 */
function playInPage(page: Page, checks: readonly (readonly PlainRequest[])[]): Promise<unknown> {
  return page.evaluate(`Promise.all(${JSON.stringify(checks)}.map(async (requests) => {
    for (const { url, init } of requests) await fetch(url, init).then((response) => response.text()).catch(() => '');
  }))`);
}

/** Uses fetch for every client: the overhead of XMLHttpRequest and axios is not measured. */
function asFetch({ steps }: PlannedCheck): readonly PlainRequest[] {
  return steps.map(({ request }) => ({
    url: request.url,
    init: {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      credentials: request.credentials,
      mode: request.mode,
      ...(request.body === undefined ? {} : { body: 'hello' }),
    },
  }));
}

/** The number of scenarios that are measured with plain Playwright: all would take a minute. */
const sampleSize = 20;

/** A context and a page for each scenario, as Playwright Test has them: milliseconds per scenario. */
export function measurePlainPlaywright(subject: Subject): Promise<number> {
  return withStage(subject, async ({ browser, checks }) => {
    // Evenly distributed.
    const every = Math.max(1, Math.floor(checks.length / sampleSize));
    const some = checks.filter((_, index) => index % every === 0);
    const startedAt = performance.now();
    for (const check of some) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(check.origin);
      await playInPage(page, [asFetch(check)]);
      await context.close();
    }
    return (performance.now() - startedAt) / some.length;
  });
}

/** The lower bound: all requests from one page in one evaluate, in milliseconds per scenario. */
export function measureFloor(subject: Subject): Promise<number> {
  return withStage(subject, async ({ browser, checks }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(checks[0]?.origin ?? '');
    const startedAt = performance.now();
    await playInPage(page, checks.map(asFetch));
    return (performance.now() - startedAt) / checks.length;
  });
}
