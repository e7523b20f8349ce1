import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/results/redaction.ts';
import { withFields } from '../../../src/results/late-fields.ts';
import type { Result } from '../../../src/results/results.ts';
import { createEvidenceStore } from '../../../src/results/evidence-store.ts';

const evidence = ['outcome', 'exchanges', 'stories', 'explanation'] as const;

function result(index: number, body = ''): Result {
  return {
    target: `t${index}`,
    policy: 'p',
    browser: 'model',
    scenario: 'a/b',
    level: 'security',
    status: 'fail',
    outcome: { steps: [{ kind: 'timeout', afterMs: index }] },
    wire: 'GET 200',
    exchanges: [
      {
        sequence: index,
        check: null,
        startedAt: 1,
        durationMs: 1,
        request: { method: 'GET', url: 'http://a.test/', headers: [], body: '', bodyBytes: 0 },
        response: {
          status: 200,
          reason: 'OK',
          headers: [['A', 'line\nbreak']],
          body,
          bodyBytes: body.length,
        },
      },
    ],
    stories: [],
    explanation: [],
    deviations: [],
    durationMs: 1,
    reproduce: 'again',
  };
}

/** The fields whose values an object holds. */
function held(kept: object): readonly string[] {
  const fields = Object.entries(Object.getOwnPropertyDescriptors(kept));
  return fields.filter(([, field]) => 'value' in field).map(([name]) => name);
}

describe('the evidence of results in a store', () => {
  it('is read again as it was, in any order, from many blocks', () => {
    const store = createEvidenceStore();
    const all = Array.from({ length: 9000 }, (_, index) =>
      result(index, index % 9 === 0 ? 'x'.repeat(4000) : ''),
    );
    const kept = all.map(store.keep);
    for (const index of [8999, 0, 4096, 4095, 17, 8000, 3, 5000, 1, 7000, 2, 6000, 0])
      expect(kept[index]).toEqual(all[index]);
    expect(JSON.parse(JSON.stringify(kept[5]))).toEqual(all[5]);
  });

  it('is not held by the results', () => {
    const kept = createEvidenceStore().keep(result(1));
    expect(held(kept)).not.toEqual(expect.arrayContaining([expect.stringMatching(evidence.join('|'))]));
    expect(Object.keys(kept)).toEqual(expect.arrayContaining([...evidence]));
  });

  it('is not there for a check that was not played', () => {
    const { exchanges: _, stories: __, explanation: ___, ...rest } = result(1);
    const kept = createEvidenceStore().keep({ ...rest, outcome: null });
    expect(held(kept)).toContain('outcome');
    expect(kept).toEqual({ ...rest, outcome: null });
  });

  it('stays in the store when fields are added to a result', () => {
    const kept = createEvidenceStore().keep(result(1));
    const excused = withFields(kept, { excused: { by: 'baseline' as const } });
    expect(held(excused)).not.toContain('exchanges');
    expect(excused).toEqual({ ...result(1), excused: { by: 'baseline' } });
  });

  it('has its secrets masked when it is read', () => {
    const kept = createEvidenceStore().keep(result(1, 'token s3cret-value'));
    const masked = createRedactor(['s3cret-value']).value({ results: [kept] });
    expect(held(masked.results[0]!)).not.toContain('exchanges');
    expect(masked.results[0]?.exchanges?.[0]?.response?.body).toBe('token ***');
    expect(JSON.stringify(masked)).not.toContain('s3cret');
  });
});
