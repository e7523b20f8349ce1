import { expect, it } from 'vitest';
import type { PlayableCheck } from '../../../src/run/check-runner.ts';
import { playsInFrame } from '../../../src/run/documents.ts';

function check(origin: string, target: string, credentials: 'include' | 'same-origin'): PlayableCheck {
  const request = { client: 'fetch', cache: 'default', mode: 'cors', credentials };
  return {
    id: 'check',
    origin,
    steps: [{ waitMs: 0, request }],
    target: { origin: target, cookieName: 'session', owner: undefined },
  } as unknown as PlayableCheck;
}

it.each([
  ['without a cookie', 'http://localhost:8080', 'http://localhost:8000', 'same-origin', true],
  ['with a cookie of http, SameSite=Lax', 'http://localhost:8080', 'http://localhost:8000', 'include', false],
  ['with a cookie of https, SameSite=None', 'https://app.test', 'https://api.app.test', 'include', true],
  ['to its own origin', 'https://app.test', 'https://app.test', 'same-origin', false],
] as const)('a page may be a frame, or not: %s', (_, origin, target, credentials, expected) => {
  expect(playsInFrame(check(origin, target, credentials))).toBe(expected);
});
