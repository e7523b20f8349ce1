import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { browserKind } from '../../../src/browsers/index.ts';
import { calibrationCases, sections } from '../../../fixtures/calibration/index.ts';
import { knownDeviations } from '../../../fixtures/known-deviations.ts';
import { packageRoot } from '../../../src/package.ts';
import { calibrate, compare, unknownIn } from '../../../src/calibration/index.ts';
import type { CalibrationCheck } from '../../../src/calibration/checks.ts';
import type { Exchange, RawHeader } from '../../../src/results/exchange.ts';
import type { PageRequest } from '../../../src/scenarios/page-request.ts';
import type { StepOutcome } from '../../../src/results/outcome.ts';

const signal = new AbortController().signal;
const page = 'https://app.corspec.test';
const url = 'https://api.corspec.test/a?case=x';

function check(changes: Partial<PageRequest> = {}): CalibrationCheck {
  const request: PageRequest = {
    url, method: 'GET', headers: [], client: 'fetch', mode: 'cors', credentials: 'same-origin', redirect: 'follow',
    cache: 'default', uploadListener: false, ...changes,
  }; // prettier-ignore
  return {
    id: 'x',
    case: { id: 'B12-made-up', title: 'Made up', from: page, steps: [{ request: { url } }], script: {} },
    origin: page,
    steps: [{ waitMs: 0, request }],
    target: { origin: 'https://api.corspec.test', cookieName: 'corspec' },
  };
}

function get(answered: readonly RawHeader[], asked: readonly RawHeader[] = []): Exchange {
  return {
    sequence: 0,
    check: 'x',
    startedAt: 0,
    durationMs: 1,
    request: { method: 'GET', url, headers: [['Origin', page], ...asked], body: '', bodyBytes: 0 },
    response: { status: 200, reason: '', headers: answered, body: '', bodyBytes: 0 },
  };
}

function readable(headers: readonly RawHeader[] = [], changes: object = {}): StepOutcome {
  return { kind: 'response', type: 'cors', status: 200, redirected: false, url, headers, ...changes };
}

const any: RawHeader = ['Access-Control-Allow-Origin', '*'];
const granted: readonly RawHeader[] = [
  ['Access-Control-Allow-Origin', page],
  ['Access-Control-Allow-Credentials', 'true'],
];

function symptoms(outcome: StepOutcome, exchange: Exchange, changes: Partial<PageRequest> = {}) {
  const { symptoms: found } = compare(
    check(changes),
    { steps: [outcome] },
    [exchange],
    browserKind('chromium'),
    knownDeviations,
  );
  return found.map(({ kind, id }) => [kind, id]);
}

it('a browser that does as the standard says has no deviation', () => {
  expect(symptoms(readable(), get([any]))).toEqual([]);
});

it.each<[string, StepOutcome, Exchange, Partial<PageRequest>, string]>([
  ['reads what is blocked', readable(), get([]), {}, 'laxer'],
  ['blocks what is readable', { kind: 'error', name: 'TypeError', message: '' }, get([any]), {}, 'stricter'],
  ['has another type', readable([], { type: 'basic' }), get([any]), {}, 'different-type'],
  ['has another status', readable([], { status: 201 }), get([any]), {}, 'different-status'],
  ['reads a hidden header', readable([['x', '1']]), get([any, ['X', '1']]), {}, 'different-visible-headers'],
  ['never answers', { kind: 'timeout', afterMs: 1 }, get([any]), {}, 'no-answer'],
  ['sends no cookie', readable(), get(granted), { credentials: 'include' }, 'different-cookie'],
  ['drops a header', readable(), get([any]), { headers: [['Accept', 'a/b']] }, 'different-header'],
])('a made-up deviation is unknown: the browser %s', (_, outcome, exchange, changes, kind) => {
  expect(symptoms(outcome, exchange, changes)).toContainEqual([kind, null]);
});

it('says loudly that a deviation is unknown', () => {
  const deviating = [
    compare(check(), { steps: [readable()] }, [get([])], browserKind('chromium'), knownDeviations),
  ];
  const browser = { id: 'chromium', name: 'Chromium', version: '1', driver: 'test' };
  expect(unknownIn({ browser, cases: [], deviating, broken: [], durationMs: 0 })).toHaveLength(1);
});

it('does not take a deviation of one engine for one of another', () => {
  const request = { method: 'GET', headers: [['DPR', '1']] } as const;
  const find = (browser: string) =>
    compare(
      check(request),
      { steps: [readable()] },
      [get([any], [['DPR', '1']])],
      browserKind(browser),
      knownDeviations,
    ).symptoms;
  expect(find('chromium')).toMatchObject([{ kind: 'missing-preflight', id: 'client-hints-are-safelisted' }]);
  expect(find('firefox')).toMatchObject([{ kind: 'missing-preflight', id: null }]);
});

it('the model does as the standard says in every case, apart from what Node.js cannot send', async () => {
  const result = await calibrate({ browser: 'model', signal });
  expect(result.broken).toEqual([]);
  expect(result.deviating.flatMap(({ symptoms: found }) => found.filter(({ id }) => id !== 'no-control-characters'))).toEqual([]);
}, 60_000); // prettier-ignore

it('the ids of cases are unique, and each belongs to a section', () => {
  const ids = calibrationCases.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[A-J]\d+-[\w.-]+$/.test(id))).toEqual([]);
  expect([...new Set(ids.map((id) => id.charAt(0)))]).toEqual(Object.keys(sections));
});

it('docs/browsers.md has every known deviation of a browser and the number of cases: npm run docs:browsers', () => {
  const text = readFileSync(join(packageRoot, 'docs', 'browsers.md'), 'utf8');
  expect(text).toContain(`runs ${calibrationCases.length} cases`);
  const ids = knownDeviations.filter(({ seen }) => seen.model === undefined).map(({ id }) => id);
  expect(ids.filter((id) => !text.includes(`\`${id}\``))).toEqual([]);
});
