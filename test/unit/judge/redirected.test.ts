import { describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { redirectOrigins } from '../../../src/judge/index.ts';
import { explainCheck } from '../../../src/explain/check.ts';
import { withoutCheck } from '../../../src/judge/to-fetch-request.ts';
import type { PlannedCheck } from '../../../src/run/plan.ts';
import type { Exchange, RawHeader } from '../../../src/results/exchange.ts';
import type { StepOutcome } from '../../../src/results/outcome.ts';
import { suites } from '../../../suites/index.ts';
import { judged, plan, readyTarget, refused, response, urlTarget } from './check-facts.ts';

const target = 'http://127.0.0.1:4000';
const target$ = urlTarget(policies.allowlist, `${target}/items`);

function scenario(id: string) {
  const found = suites.flatMap(({ scenarios }) => scenarios).find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no scenario ${id}.`);
  return found;
}

interface Sent {
  readonly method?: string;
  readonly url: string;
  readonly asked?: readonly RawHeader[];
  readonly status: number;
  readonly headers?: readonly RawHeader[];
}

function exchanges(check: PlannedCheck, sent: readonly Sent[]): readonly Exchange[] {
  return sent.map(({ method = 'GET', url, asked = [], status, headers = [] }, sequence) => ({
    sequence,
    check: check.id,
    startedAt: 1000 + sequence,
    durationMs: 1,
    request: { method, url, headers: [['Origin', check.origin], ...asked], body: '', bodyBytes: 0 },
    response: { status, reason: '', headers, body: '', bodyBytes: 0 },
  }));
}

function verdictOn(id: string, sent: (check: PlannedCheck) => readonly Sent[], steps: readonly StepOutcome[], undeclared: readonly string[] = []) {
  const check = plan(scenario(id), target$);
  const facts = { planned: check, outcome: { steps }, exchanges: exchanges(check, sent(check)), durationMs: 1, undeclared };
  return { result: judged(facts), stories: JSON.stringify(explainCheck(facts)) };
} // prettier-ignore

const allow = ({ origin }: PlannedCheck): RawHeader => ['Access-Control-Allow-Origin', origin];
const vary: RawHeader = ['Vary', 'Origin'];
const to = (location: string): RawHeader => ['Location', location];

describe('a target that redirects to add a slash', () => {
  it.each([301, 307])('passes with %i where all that was wanted was sent before', (status) => {
    const { result } = verdictOn(
      'simple/get-allowed',
      (check) => [
        { url: `${target}/items`, status, headers: [allow(check), vary, to('/items/')] },
        { url: `${target}/items/`, status: 200, headers: [allow(check), vary] },
      ],
      [response()],
    );
    expect(result).toMatchObject({ status: 'pass', deviations: [] });
  });

  it('fails where the redirect is open to a page that is to be blocked, though its end is not', () => {
    const check = plan(scenario('redirects/foreign-refused'), readyTarget(policies.allowlist));
    const url = withoutCheck(check.steps[0]?.request.url ?? '');
    const sent = exchanges(check, [
      { url, status: 302, headers: [allow(check), to('/end')] },
      { url: new URL('/end', url).href, status: 200 },
    ]);
    const facts = { planned: check, outcome: { steps: [refused] }, exchanges: sent, durationMs: 1 };
    expect(judged(facts)).toMatchObject({ status: 'fail', deviations: [] });
  });

  it('is read again through a redirect that the browser stored', () => {
    const id = 'origins/allowed-each-time';
    const moved = (check: PlannedCheck): Sent => ({
      url: `${target}/items`,
      status: 301,
      headers: [allow(check), vary, to('/items/')],
    });
    const end = (check: PlannedCheck): Sent => ({
      url: `${target}/items/`,
      status: 200,
      headers: [allow(check), vary],
    });
    const steps = plan(scenario(id), target$).steps.map(() => response());
    const { result } = verdictOn(id, (check) => [moved(check), ...steps.map(() => end(check))], steps);
    expect(result).toMatchObject({ status: 'pass', deviations: [] });
  });

  it('is read through a stored redirect once, and then through the redirect again', () => {
    const id = 'clients/read-alike';
    const steps = plan(scenario(id), target$).steps.map(() => response());
    const { result } = verdictOn(
      id,
      (check) => {
        const headers = [allow(check), vary];
        const moved = { url: `${target}/items`, status: 301, headers: [...headers, to('/items/')] };
        const end = { url: `${target}/items/`, status: 200, headers };
        return [moved, end, end, ...steps.slice(2).flatMap(() => [moved, end])];
      },
      steps,
    );
    expect(result).toMatchObject({ status: 'pass', deviations: [] });
  });

  it('is not taken for one that was stored where the redirect must not be', () => {
    const id = 'origins/allowed-each-time';
    const steps = plan(scenario(id), target$).steps.map(() => response());
    const { result } = verdictOn(
      id,
      (check) => [
        { url: `${target}/items`, status: 307, headers: [allow(check), vary, to('/items/')] },
        ...steps.map((): Sent => ({ url: `${target}/items/`, status: 200, headers: [allow(check), vary] })),
      ],
      steps,
    );
    expect(result.status).toBe('error');
  });
});

describe('a redirect to an origin that is no target', () => {
  const sent = (check: PlannedCheck): readonly Sent[] => [
    { url: `${target}/items`, status: 302, headers: [allow(check), vary, to('https://sso.test/login')] },
  ];

  it.each(['simple/get-allowed', 'simple/head-unstated'])('%s has no verdict, and says why', (id) => {
    const method = id === 'simple/head-unstated' ? 'HEAD' : 'GET';
    const { result, stories } = verdictOn(
      id,
      (check) => sent(check).map((one) => ({ ...one, method })),
      [refused],
      ['https://sso.test'],
    );
    expect(result).toMatchObject({ status: 'error', deviations: [] });
    expect(result.reason).toEqual({
      code: 'redirected-elsewhere',
      method,
      url: `${target}/items`,
      location: 'https://sso.test/login',
    });
    expect(stories).not.toContain('did not send');
  });

  it('is found among the exchanges by where Location leads', () => {
    const check = plan(scenario('simple/get-allowed'), target$);
    const found = redirectOrigins(
      exchanges(check, [
        ...sent(check),
        { url: `${target}/a`, status: 301, headers: [to('b')] },
        { url: `${target}/a`, status: 301, headers: [to('http://[')] },
        { url: `${target}/a`, status: 200, headers: [to('http://other.test')] },
      ]),
    );
    expect(found).toEqual(['https://sso.test', target]);
  });
});
