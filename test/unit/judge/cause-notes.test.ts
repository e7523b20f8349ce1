import { expect, it } from 'vitest';
import { judge } from '../../../src/judge/index.ts';
import { causeSummary } from '../../../src/judge/causes/summary.ts';
import { facts, plan, readyTarget, refused } from './check-facts.ts';
import { policies } from '../../../fixtures/policies.ts';
import { suites } from '../../../suites/index.ts';

const scenario = suites.flatMap(({ scenarios }) => scenarios).find(({ id }) => id === 'credentials/get');

/** The notes of the cause of a credentialed request whose response is blocked. */
function notesOf(headers: readonly (readonly [string, string])[], cookie: string | null): readonly string[] {
  if (scenario === undefined) throw new Error('no such scenario');
  const check = facts(
    plan(scenario, readyTarget(policies.credentialed)),
    [{ method: 'GET', status: 200, headers }],
    [refused],
  );
  const exchanges = check.exchanges.map((exchange) => {
    const others = exchange.request.headers.filter(([name]) => name.toLowerCase() !== 'cookie');
    const sent = cookie === null ? others : [...others, ['Cookie', cookie] as const];
    return { ...exchange, request: { ...exchange.request, headers: sent } };
  });
  const { result, finding } = judge({ ...check, exchanges }, 'corspec run', 'failures');
  if (finding === null) throw new Error(`${result.status}: ${result.message ?? ''}`);
  const decisive = { result, finding };
  const found = { cause: finding.cause, level: 'required', checks: [decisive], decisive } as const;
  const { notes = [] } = causeSummary(found, { says: 'So.' });
  return notes.map(({ code }) => code);
}

it('a cause says which cookies a blocked response sets, and what it clears', () => {
  const headers = [
    ['Set-Cookie', 'session=2; SameSite=None; Secure'],
    ['Clear-Site-Data', '"cookies"'],
  ] as const;
  expect(notesOf(headers, 'session=1')).toEqual([
    'cookie-set-though-blocked',
    'site-data-cleared-though-blocked',
  ]);
});

it('and nothing of a request without cookies, nor of a response without any', () => {
  expect(notesOf([['Set-Cookie', 'session=2']], null)).toEqual([]);
  expect(notesOf([], 'session=1')).toEqual([]);
});
