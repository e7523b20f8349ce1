import { expect, it } from 'vitest';
import { judge } from '../../../src/judge/index.ts';
import type { RawHeader } from '../../../src/results/exchange.ts';
import { suites } from '../../../suites/index.ts';
import { facts, plan, refused, response, type Said } from './check-facts.ts';

function shown(id: string, said: (origin: string) => Said, step = refused) {
  const scenario = suites.flatMap(({ scenarios }) => scenarios).find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`There is no scenario ${id}.`);
  const check = plan(scenario);
  return judge(facts(check, [said(check.origin)], [step]), 'again', 'failures').access;
}

const allow = (origin: string): readonly RawHeader[] => [['access-control-ALLOW-origin', origin]];

it('is access where an allowed origin can read the response', () => {
  const said = (origin: string): Said => ({ method: 'GET', status: 200, headers: allow(origin) });
  expect(shown('simple/get-allowed', said, response())).toEqual({ isReadable: true, hasCorsHeader: true });
});

it('is none where an allowed origin is refused', () => {
  const said = (): Said => ({ method: 'GET', status: 200, headers: [['Vary', 'Origin']] });
  expect(shown('simple/get-allowed', said)).toEqual({ isReadable: false, hasCorsHeader: false });
  const other = (): Said => ({ method: 'GET', status: 200, headers: allow('https://other.example') });
  expect(shown('simple/get-allowed', other)).toEqual({ isReadable: false, hasCorsHeader: true });
});

it('is none where a foreign origin is refused, or can read the response', () => {
  const silent = (): Said => ({ method: 'GET', status: 200 });
  expect(shown('simple/foreign-refused', silent)).toEqual({ isReadable: false, hasCorsHeader: false });
  const reflected = (origin: string): Said => ({ method: 'GET', status: 200, headers: allow(origin) });
  expect(shown('simple/foreign-refused', reflected, response()).isReadable).toBe(false);
});

it('is none where a same-origin request succeeds', () => {
  const said = (): Said => ({ method: 'GET', status: 200 });
  const step = { ...response(), type: 'basic' as const };
  expect(shown('same-origin/get', said, step)).toEqual({ isReadable: false, hasCorsHeader: false });
});

it('is not known of headers without a response', () => {
  const said = (): Said => ({ method: 'GET', failure: { kind: 'reset', detail: 'reset' } });
  expect(shown('simple/get-allowed', said)).toEqual({ isReadable: false, hasCorsHeader: null });
});
