import { expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { suites } from '../../../suites/index.ts';
import { facts, judged, plan, readyTarget, refused, response } from './check-facts.ts';

const all = suites.flatMap(({ scenarios }) => scenarios);

function check(id: string, cookie: string) {
  const scenario = all.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`There is no scenario ${id}.`);
  const planned = plan(scenario, readyTarget(policies.credentialed));
  const headers = [
    ['Access-Control-Allow-Origin', 'https://app.example.test'],
    ['Access-Control-Allow-Credentials', 'true'],
  ] as const;
  const isAllowed = planned.origin === 'https://app.example.test';
  const said = [{ method: 'POST', status: 200, headers: isAllowed ? headers : [] }];
  const { outcome, ...rest } = facts(planned, said, [isAllowed ? response() : refused]);
  return judged({ ...rest, outcome: { steps: [], ...outcome, cookie } });
}

it.each([
  ['credentials/hidden-from-page', '', 'pass'],
  ['credentials/hidden-from-page', 'other=1; xsession=2', 'pass'],
  ['credentials/hidden-from-page', 'other=1; session=s', 'not-applicable'],
  ['credentials/shared-between-ports', 'other=1; session=s', 'pass'],
  ['credentials/shared-between-ports', 'other=1', 'not-applicable'],
])('%s, where document.cookie is %j: %s', (id, cookie, status) => {
  const result = check(id, cookie);
  expect(result.status).toBe(status);
  expect(result.code).toBe(status === 'pass' ? undefined : 'page-cookie');
});
