import { describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import type { FetchRequest } from '../../../src/fetch-standard/index.ts';
import { impliedResult } from '../../../src/policy/implied-result.ts';

function request(changes: Partial<FetchRequest> = {}): FetchRequest {
  return {
    url: 'https://api.example.test/items',
    origin: 'https://app.example.test',
    method: 'GET',
    headers: [],
    mode: 'cors',
    credentials: 'same-origin',
    redirect: 'follow',
    ...changes,
  };
}

const { allowlist, credentialed, wildcard } = policies;

describe('what a policy implies', () => {
  it.each([
    ['an allowed GET', allowlist, {}, 'readable', false],
    ['an allowed PUT', allowlist, { method: 'put' }, 'readable', true],
    ['an allowed header', allowlist, { headers: [['x-api-key', '1']] }, 'readable', true],
    ['allowed credentials', credentialed, { credentials: 'include' }, 'readable', false],
    ['any origin', wildcard, { origin: 'null', method: 'PATCH' }, 'readable', true],
    ['an upload listener', allowlist, { method: 'POST', useCorsPreflight: true }, 'readable', true],
    ['another origin', allowlist, { origin: 'https://evil.test' }, 'blocked', false],
    ['credentials', allowlist, { credentials: 'include' }, 'blocked', false],
    ['credentials for any origin', { ...wildcard, credentials: true }, { credentials: 'include' }, 'blocked', false],
    ['another method', allowlist, { method: 'PATCH' }, 'blocked', true],
    ['another header', allowlist, { headers: [['x-other', '1']] }, 'blocked', true],
    ['another header with an open method', allowlist, { method: 'HEAD', headers: [['x-other', '1']] }, 'blocked', true],
  ] as const)('%s', (_, policy, changes, kind, needsPreflight) => {
    expect(impliedResult(policy, request(changes))).toEqual({ kind, needsPreflight });
  }); // prettier-ignore

  it.each([
    ['origins', {}, {}, { field: 'origins' }],
    ['credentials', { origins: '*' }, { credentials: 'include' }, { field: 'credentials' }],
    ['a method', { origins: '*' }, { method: 'PUT' }, { field: 'methods', name: 'PUT', permission: 'unstated' }],
    ['HEAD', allowlist, { method: 'HEAD' }, { field: 'methods', name: 'HEAD', permission: 'unstated' }],
    [
      'a POST, which needs no permission',
      { origins: '*', methods: ['GET'] },
      { method: 'POST' },
      { field: 'methods', name: 'POST', permission: 'not-allowed' },
    ],
    [
      'a header',
      { origins: '*' },
      { headers: [['X-Key', '1']] },
      { field: 'requestHeaders', name: 'x-key', permission: 'unstated' },
    ],
  ] as const)('leaves %s open', (_, policy, changes, because) => {
    expect(impliedResult(policy, request(changes))).toEqual({ kind: 'open', because });
  }); // prettier-ignore
});
