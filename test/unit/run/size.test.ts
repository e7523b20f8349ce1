import { describe, expect, it } from 'vitest';
import type { Result } from '../../../src/results/results.ts';
import { createContext, replay } from '../../../src/fetch-standard/index.ts';
import type { FetchRequest, HeaderList, RecordedExchange } from '../../../src/fetch-standard/index.ts';
import { findHeadEnd, parseResponseHead } from '../../../src/http1/http-head.ts';
import { judge } from '../../../src/judge/index.ts';
import { explainCheck } from '../../../src/explain/check.ts';
import { suites } from '../../../suites/index.ts';
import { policies } from '../../../fixtures/policies.ts';
import { readyTarget } from '../judge/check-facts.ts';
import { browserKind } from '../../../src/browsers/index.ts';
import { planChecks } from '../../../src/run/plan.ts';
import { findReadability } from '../../../src/run/evidence.ts';
import { createPlaces } from '../../../src/run/places.ts';

/** Linear work takes a fraction of this on the slowest machine; quadratic work takes minutes on the fastest. */
const boundMs = 5000;

/** Counts the time of the processor, which a busy machine does not lengthen. */
function within<T>(work: () => T): T {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(boundMs);
  return result;
}

const many = 20_000;
const names = Array.from({ length: many }, (_, index) => `x-${index.toString(36)}`);
const page = 'https://app.example.test';
const url = 'https://api.example.net/';
const allowOrigin = ['Access-Control-Allow-Origin', page] as const;

const put: FetchRequest = {
  url,
  origin: page,
  method: 'PUT',
  headers: [['X-1', 'y']],
  mode: 'cors',
  credentials: 'same-origin',
  redirect: 'follow',
};

function recorded(method: string, headers: HeaderList): RecordedExchange {
  return { method, url, answer: { kind: 'response', status: 200, headers } };
}

function fetched(request: FetchRequest, preflight: HeaderList, response: HeaderList) {
  const recording = [recorded('OPTIONS', preflight), recorded('PUT', response)];
  return within(() => replay(request, recording, createContext({ now: () => 0 }))).verdict;
}

describe('a response of great size takes time in proportion to it', () => {
  it.each<[string, HeaderList]>([
    ['in one line', [['Access-Control-Allow-Headers', names.join(', ')]]],
    ['in a line each', names.map((name) => ['Access-Control-Allow-Headers', name])],
  ])('20,000 allowed headers %s', (_, lists) => {
    const methods = ['Access-Control-Allow-Methods', names.join(',') + ',PUT'] as const;
    expect(fetched(put, [allowOrigin, methods, ...lists], [allowOrigin])?.outcome).toBe('readable');
  });

  it('20,000 exposed headers, and 20,000 headers', () => {
    const expose = ['Access-Control-Expose-Headers', names.join(',')] as const;
    const response: HeaderList = [allowOrigin, expose, ...names.map((name) => [name, 'a'] as const)];
    const granted: HeaderList = [
      allowOrigin,
      ['Access-Control-Allow-Methods', 'PUT'],
      ['Access-Control-Allow-Headers', 'x-1'],
    ];
    expect(fetched(put, granted, response)?.visibleHeaders).toHaveLength(many);
  });

  it('20,000 headers that a same-origin script reads', () => {
    const same = { ...put, origin: 'https://api.example.net' };
    const response = names.map((name) => [name, 'a'] as const);
    const { verdict } = within(() =>
      replay(same, [recorded('PUT', response)], createContext({ now: () => 0 })),
    );
    expect(verdict?.visibleHeaders).toHaveLength(many);
  });

  it.each(['Access-Control-Allow-Headers', 'Access-Control-Allow-Origin', 'Access-Control-Max-Age'])(
    'blanks within %s',
    (name) => {
      const value = `a${' '.repeat(200_000)}b`;
      expect(fetched(put, [allowOrigin, [name, value]], [allowOrigin])?.outcome).toBe('blocked');
    },
  );
});

describe('the head of a response takes time in proportion to its length', () => {
  it('with blanks before a line that is no continuation', () => {
    const head = `HTTP/1.1 200 OK\r\nA: b\r\n c${' '.repeat(200_000)}d\r\n e\r\n\r\n`;
    const parsed = within(() => parseResponseHead(Buffer.from(head)));
    expect(parsed?.headers[0]?.[1]).toMatch(/^b c {200000}d e$/);
  });

  it('with 60,000 headers', () => {
    const head = Buffer.from(`HTTP/1.1 200 OK\r\n${'a:\r\n'.repeat(60_000)}\r\n`);
    expect(within(() => parseResponseHead(head))?.headers).toHaveLength(60_000);
    expect(findHeadEnd(head)).toBe(head.length);
  });
});

describe('a verdict takes time in proportion to what was on the wire', () => {
  const large: HeaderList = [
    ['Access-Control-Allow-Origin', page],
    ['Access-Control-Allow-Headers', names.join(', ')],
    ['Access-Control-Allow-Methods', names.join(', ')],
    ['Access-Control-Expose-Headers', names.join(', ')],
    ['Vary', names.join(', ')],
    ...names.map((name) => [name, 'a'] as const),
  ];
  const scenarios = suites.flatMap((suite) => suite.scenarios);
  const { checks } = planChecks([readyTarget(policies.allowlist)], scenarios, browserKind('model'), 't-');

  const tenOfThem = checks.filter((_, index) => index % Math.ceil(checks.length / 10) === 0);

  // The limit of the test is for a busy machine; the time of the processor is what is bounded.
  it('whatever the scenario, its story included', () => {
    within(() => {
      for (const planned of tenOfThem) {
        const exchanges = planned.steps.flatMap(({ request }, step) =>
          ['OPTIONS', request.method].map((method, index) => ({
            sequence: 2 * step + index,
            check: planned.id,
            startedAt: 0,
            durationMs: 1,
            request: {
              method,
              url: request.url.replace(/&corspec-check=.*/, ''),
              headers: method === 'OPTIONS' ? [['Access-Control-Request-Method', 'PUT'] as const] : [],
              body: '',
              bodyBytes: 0,
            },
            response: { status: 200, reason: '', headers: large, body: '', bodyBytes: 0 },
          })),
        );
        const outcome = {
          steps: planned.steps.map(() => ({ kind: 'error', name: 'a', message: '' }) as const),
        };
        const facts = { planned, outcome, exchanges, durationMs: 1 };
        const { result } = judge(facts, 'again', 'all');
        explainCheck(facts);
        expect((result.message ?? '').length).toBeLessThan(20_000);
      }
    });
  }, 60_000);
});

describe('what is done once for a run takes time in proportion to its results', () => {
  it('whether allowed origins can read responses of 500 targets, from 50,000 checks', async () => {
    const targets = Array.from({ length: 500 }, (_, index) => ({ ...readyTarget(), id: `t${index}` }));
    const seen = { hasCors: true, granted: [], answers: [], statuses: [], clues: [] };
    const entries = targets.flatMap(({ id, policyName }) =>
      Array.from({ length: 100 }, (_, index) => ({
        result: { ...result, target: id, policy: policyName, scenario: `a/${index}` },
        access: { isReadable: index === 99, hasCorsHeader: true },
        reason: null,
        finding: null,
        seen,
      })),
    );
    const options = { timeoutMs: 1, signal: new AbortController().signal };
    const found = await within(() => {
      const places = createPlaces(() => 0);
      for (const one of entries) places.add(one);
      return findReadability(targets, places.all(), options);
    });
    expect([...found.values()]).toEqual(targets.map(() => true));
  });

  const result = {
    browser: 'model',
    level: 'required',
    status: 'pass',
    outcome: null,
    wire: '',
    deviations: [],
    durationMs: 1,
    reproduce: '',
  } satisfies Partial<Result>;
});
