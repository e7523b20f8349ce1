import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { explainCheck } from '../../../src/explain/check.ts';
import { type CheckExplanation, checkExplanation } from '../../../src/results/check-explanation.ts';
import type { StepOutcome } from '../../../src/results/outcome.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { suites } from '../../../suites/index.ts';
import { facts, plan, refused, response, type Said } from '../judge/check-facts.ts';

const allow = ['Access-Control-Allow-Origin', 'https://app.example.test'] as const;
const methods = ['Access-Control-Allow-Methods', 'GET, PUT'] as const;
const headers = ['Access-Control-Allow-Headers', 'Content-Type'] as const;

function preflight(method: string, ...answer: NonNullable<Said['headers']>): Said {
  return {
    method: 'OPTIONS',
    asked: [['Access-Control-Request-Method', method]],
    status: 204,
    headers: answer,
  };
}

/** The stories of a scenario's check, as results have them. */
function stories(id: string, said: readonly Said[], outcomes: readonly StepOutcome[]): CheckExplanation[] {
  const found = suites.flatMap(({ scenarios }) => scenarios).find((one) => one.id === id);
  const told = explainCheck(facts(plan(found as Scenario), said, outcomes));
  return z.array(checkExplanation).parse(told);
}

const outline = ({ chapters }: CheckExplanation): string[] =>
  chapters.map(({ title, answer }) => `${title} ${answer}`);
const placesOf = ({ chapters }: CheckExplanation): number[] =>
  chapters.flatMap(({ paragraphs }) =>
    paragraphs.flatMap((one) => (one.kind === 'recorded' ? [one.exchange] : [])),
  );

describe('the story of a check', () => {
  it('tells a refused preflight up to the request that is never sent', () => {
    const [story] = stories('preflight/put-allowed', [preflight('PUT', allow, headers)], [refused]);
    expect(outline(story!)).toEqual([
      'Is the request cross-origin? Yes: the host differs',
      'Does the browser send a preflight? Yes',
      'The preflight does not allow the request',
      'The PUT is not sent',
    ]);
    expect(story?.ending).toMatchObject({ outcome: 'blocked', decidedBy: { step: 'preflight-methods' } });
    expect(story?.advice).toMatchObject([
      { on: 'preflight', send: [['Access-Control-Allow-Methods', 'PUT']] },
      { on: 'response', send: [['Access-Control-Allow-Origin', 'https://app.example.test']] },
    ]);
  });

  it('has the checks with their anchors, beside the exchange that they look at', () => {
    const [story] = stories('simple/get-allowed', [{ method: 'GET', status: 200 }], [refused]);
    expect(story?.chapters[2]?.paragraphs).toMatchObject([
      { kind: 'recorded', exchange: 0 },
      { kind: 'checks', checks: [{ ok: false, anchor: '#concept-cors-check' }] },
    ]);
  });

  it('advises nothing that would let in whom the policy leaves out', () => {
    const [story] = stories('simple/foreign-refused', [{ method: 'GET', status: 200 }], [refused]);
    expect(story?.ending.outcome).toBe('blocked');
    expect(story?.advice).toEqual([]);
  });

  it('gives each request its own exchanges, and knows what the first preflight allows', () => {
    const lets = preflight('PUT', allow, methods, ['Access-Control-Max-Age', '600']);
    const put = { method: 'PUT', status: 200, headers: [allow] };
    const told = stories('max-age/remembered', [lets, put, put], [response(), response()]);
    expect(told.map(placesOf)).toEqual([[0, 1], [2]]);
    expect(outline(told[1]!)[1]).toBe(
      'Does the browser send a preflight? No: an earlier preflight response is cached',
    );
  });

  it('advises with what is remembered, not as if the page had just been opened', () => {
    const lets = preflight('PUT', allow, methods, ['Access-Control-Max-Age', '600']);
    const [put, bare] = [
      { method: 'PUT', status: 200, headers: [allow] },
      { method: 'PUT', status: 200 },
    ];
    const told = stories('max-age/remembered', [lets, put, bare], [response(), refused]);
    expect(told[1]?.advice).toMatchObject([{ on: 'response', send: [allow] }]);
  });

  it('says whose story it is where the browser did otherwise, and advises nothing', () => {
    const [story] = stories('simple/get-allowed', [{ method: 'GET', status: 200 }], [response()]);
    expect(story?.ending.says).toBe(
      'By the standard: The script cannot read the response, and gets an error.',
    );
    expect(story?.advice).toEqual([]);
  });

  it('does not claim that a request was never sent which the browser sent all the same', () => {
    const said = [preflight('PUT', allow, headers), { method: 'PUT', status: 200, headers: [allow] }];
    const [story] = stories('preflight/put-allowed', said, [response()]);
    expect(outline(story!).slice(2)).toEqual([
      'The preflight does not allow the request',
      'The PUT must not be sent',
      'Another PUT which the standard does not require',
    ]);
    expect(story?.ending.rows.map(({ label }) => label)).not.toContain('the server');
  });

  it('names corspec where no page asked', () => {
    const said = [{ method: 'OPTIONS', status: 204, headers: [allow] }];
    const [story] = stories('methods/options-readable', said, [response(204)]);
    expect(outline(story!)).toEqual([
      'Who sends it? corspec itself, with the Origin https://app.example.test',
      'The OPTIONS is answered with 204',
    ]);
    expect(story?.ending.says).toBe('A script could read the response.');
  });
});
