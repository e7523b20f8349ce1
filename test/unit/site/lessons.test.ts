import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordedLesson } from '../../../scripts/site/record.ts';
import { diagramOf } from '../../../site/oracle/diagram.ts';
import { lessons } from '../../../site/oracle/lessons.ts';
import { explainVisits, play, type PlayedVisit } from '../../../site/oracle/play.ts';
import { plainSituation, type Situation } from '../../../site/oracle/situation.ts';
import { switches } from '../../../site/oracle/switches.ts';
import { packageRoot } from '../../../src/package.ts';

function read(lesson: string): RecordedLesson {
  return JSON.parse(
    readFileSync(join(packageRoot, `site/recorded/${lesson}.json`), 'utf8'),
  ) as RecordedLesson;
}

/** What of the exchanges decides about CORS. */
function wireOf(visits: readonly PlayedVisit[]) {
  return visits.map(({ page, at, exchanges }) => ({
    page,
    at,
    exchanges: exchanges.map(({ request, response }) => ({
      ...{ method: request.method, url: request.url },
      headers: request.headers
        .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
        .filter((line) => /^(origin|cookie|access-control-|x-)/.test(line))
        .sort(),
      ...{ status: response?.status, responseHeaders: response?.headers, body: response?.body },
    })),
  }));
}

function endings(situation: Situation): readonly string[] {
  return explainVisits(situation, play(situation)).map(({ ending }) => ending.outcome);
}

describe('the page about JSONP', () => {
  const { runs } = read('jsonp');
  const wire = (preset: string) => {
    const visit = runs.find((one) => one.preset === preset)!.visits[0]!;
    const [exchange] = visit.exchanges;
    return { ...visit.observed, ...exchange, headers: exchange?.request.headers.map(([name]) => name) };
  };

  it('shows a script element that gets data of a server without CORS, and sends no Origin', () => {
    const { outcome, headers, response } = wire('script');
    expect(outcome).toBe('the page gets [{"id":1}]');
    expect(headers).not.toContain('Origin');
    expect(response?.headers.map(([name]) => name)).not.toContain('Access-Control-Allow-Origin');
  });

  it('shows that fetch does not get the same response', () => {
    expect(wire('fetch').outcome).toMatch(/^TypeError/);
    expect(wire('fetch').console.join()).toContain("No 'Access-Control-Allow-Origin' header");
    expect(wire('fetch').response?.body).toBe(wire('script').response?.body);
  });
});

describe.each(lessons)('the lesson $id', ({ id, presets, switches: keys }) => {
  it('has a recorded run of each preset', () => {
    expect(read(id).runs.map(({ preset }) => preset)).toEqual(presets.map((preset) => preset.id));
  });

  it.each(presets)(
    'answers in the page what was recorded in Chromium: $label',
    ({ id: preset, situation }) => {
      const run = read(id).runs.find((one) => one.preset === preset)!;
      expect(wireOf(play(situation))).toEqual(wireOf(run.visits));
      const recorded = run.visits.map(({ observed }) =>
        observed.outcome.endsWith('readable') ? 'readable' : 'blocked',
      );
      expect(explainVisits(situation, run.visits).map(({ ending }) => ending.outcome)).toEqual(recorded);
    },
  );

  it('can set each switch back to what its presets have', () => {
    for (const { situation } of presets)
      for (const key of keys)
        expect(switches[key].options.map(({ value }) => value)).toContain(situation[key]);
  });

  it('has an answer to every position of each switch', () => {
    for (const { situation } of presets)
      for (const key of keys)
        for (const { value } of switches[key].options)
          for (const ending of endings({ ...situation, [key]: value }))
            expect(ending).toMatch(/^(readable|blocked)$/);
  });
});

describe('the diagram of a lesson', () => {
  it('marks the header that decides', () => {
    const situation = { ...plainSituation, allowOrigin: 'slash' } as const;
    const [explanation] = explainVisits(situation, play(situation));
    const headers = diagramOf(explanation!).flatMap((step) => (step.kind === 'arrow' ? step.headers : []));
    expect(headers.filter(({ decided }) => decided === 'fail')).toEqual([
      { name: 'Access-Control-Allow-Origin', value: 'https://app.example.com/', decided: 'fail' },
    ]);
  });

  it('begins and ends at the page', () => {
    const [explanation] = explainVisits(plainSituation, play(plainSituation));
    const steps = diagramOf(explanation!, 'axios');
    expect(steps[0]).toMatchObject({ from: 'page', to: 'browser', label: 'axios GET /items' });
    expect(steps.at(-2)).toMatchObject({ from: 'browser', to: 'page', broken: false });
  });
});
