import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readModel } from '../../../reports/html/assets/model.js';
import { readState, writeState } from '../../../reports/html/assets/state.js';
import { readExplanation } from '../../../reports/html/assets/explanation.js';
import type { CompactExchange, CompactStory } from '../../../reports/html/compact-checks.ts';
import { compact } from '../../../reports/html/compact.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { hostileInput, hostileText, sampleInput } from '../../fixtures/sample-results.ts';
import { printed } from './printed.ts';

describe('html, the file', () => {
  it('holds five thousand checks, two hundred of them with exchanges, in less than 3 MB', () => {
    const input = sampleInput({ implementations: 9, scenarios: 60, failing: 2, evidence: 200 });
    expect(input.results.results.length).toBeGreaterThan(5000);
    expect(printed('html', input).length).toBeLessThan(3_000_000);
  });

  it('allows its own script and style by their hashes, and nothing else', () => {
    const page = printed('html', hostileInput());
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const [script] = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map((match) => match[1] ?? '');
    const [style] = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map((match) => match[1] ?? '');
    expect(policy).toBe(
      `default-src 'none'; script-src ${hash(script!)}; style-src ${hash(style!)}; base-uri 'none'; form-action 'none'`,
    );
  });

  it('holds no text of a target that a parser of HTML could take for markup', () => {
    const page = printed('html', hostileInput());
    expect(page).not.toMatch(/<[^>]*pwned/);
    expect(page.match(/<script/g)).toHaveLength(2);
  });

  it('joins its modules into a script without imports and exports', () => {
    const [script = ''] = [...printed('html', hostileInput()).matchAll(/<script>([^]*?)<\/script>/g)].map(
      (m) => m[1],
    );
    expect(script).not.toMatch(/^\s*(import|export) /m);
    expect(() => new Script(script)).not.toThrow();
  });

  it('refers to nothing outside but links to the standard', () => {
    const page = printed('html', sampleInput({ implementations: 2 }));
    expect(page.replaceAll('https://fetch.spec.whatwg.org/', '')).not.toMatch(
      /(src|href)="?https?:|url\(|@import/,
    );
  });
});

describe('html, the data in it', () => {
  const read = (input: Parameters<typeof compact>[0]): ReturnType<typeof readModel> => {
    const data = /id="data">([^<]*)</.exec(printed('html', input))?.[1] ?? '';
    return readModel(JSON.parse(inflateRawSync(Buffer.from(data, 'base64')).toString()));
  };

  it('gives back each result as it was', () => {
    const input = sampleInput({ implementations: 2, browsers: ['chromium', 'firefox'], failing: 20 });
    const model = read(input);
    for (const [check, result] of input.results.results.entries()) {
      expect(model.name('target', check)).toBe(result.target);
      expect(model.name('policy', check)).toBe(result.policy);
      expect(model.name('browser', check)).toBe(result.browser);
      expect(model.name('scenario', check)).toBe(result.scenario);
      expect(model.text('message', check)).toBe(result.message ?? '');
      expect(model.text('reproduce', check)).toBe(result.reproduce);
      expect(model.text('wire', check)).toBe(result.wire);
      expect(model.value('outcome', check)).toEqual(result.outcome ?? undefined);
      expect(model.value('exchanges', check)?.length).toBe(result.exchanges?.length);
    }
  });

  it('keeps the order and the case of raw headers', () => {
    const input = sampleInput({ implementations: 1, failing: 100 });
    const model = read(input);
    const exchanges: CompactExchange[] = model.value('exchanges', 0);
    expect(exchanges[0]?.request.headers.map((index) => model.data.values[index])).toEqual(
      input.results.results[0]?.exchanges?.[0]?.request.headers,
    );
  });

  it('gives back each story as it was, and keeps once what checks share', () => {
    const input = sampleInput({ implementations: 2, failing: 100 });
    const model = read(input);
    const valueAt = (index: number): unknown => model.data.values[index];
    for (const [check, { stories }] of input.results.results.entries()) {
      const kept: CompactStory[] | undefined = model.value('stories', check);
      const told = kept?.map((story) => readExplanation(story, valueAt));
      expect(told).toEqual(stories);
    }
    const titles = model.data.values.filter((value) => (value as { title?: string }).title !== undefined);
    expect(titles.filter((value) => (value as { title: string }).title === 'The preflight')).toHaveLength(1);
  });

  it('has who could do what to whom, where a scenario says so', () => {
    const input = sampleInput({ implementations: 1 });
    const impact = 'Any web site reads what the user sees.';
    const scenarios = input.scenarios.map((scenario) => ({ ...scenario, impact }) as Scenario);
    expect(read({ ...input, scenarios }).data.scenarios[0]?.impact).toBe(impact);
  });

  it('survives names that look like placeholders', () => {
    const input = hostileInput();
    const [first] = input.results.results;
    const message = '\ue0000 0 \ue000x express 1 allowlist';
    const results = { ...input.results, results: [{ ...first!, policy: '0', browser: '1', message }] };
    expect(read({ ...input, results }).text('message', 0)).toBe(message);
  });

  it('has the text of a target with its controls escaped', () => {
    const values = JSON.stringify(compact(hostileInput()).values);
    expect(values).toContain('\\\\x1b[31m');
    expect(values).toContain('\\\\u202egnp.exe');
    expect(values).not.toContain(JSON.stringify(hostileText).slice(1, -1));
  });
});

describe('html, the view in the URL', () => {
  it('comes back as it was written', () => {
    const state = {
      ...readState(''),
      status: ['fail', 'error'],
      policy: 'allowlist',
      q: 'a b&c#d',
      check: '["a","b"]',
    };
    expect(readState(writeState(state))).toEqual(state);
  });
});
