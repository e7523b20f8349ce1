import { describe, expect, it } from 'vitest';
import { absorptions } from '../../../src/causes/absorb.ts';
import type { Cause } from '../../../src/causes/cause.ts';
import { causeKey, mergeCauses } from '../../../src/causes/merge.ts';

const reflected: Cause = { code: 'origin-reflected', origin: 'https://evil.test', credentials: true };
const suffix: Cause = { code: 'origin-matched-by-suffix', origin: 'https://evilapp.test', credentials: true };
const methods: Cause = { code: 'method-not-listed', methods: ['PUT'] };
const preflight401: Cause = { code: 'preflight-needs-authentication', status: 401 };

function remaining(...causes: readonly Cause[]): readonly string[] {
  return [...new Set(absorptions(causes).values())];
}

describe('a cause takes over those with the same fix', () => {
  it('reflection: every careless comparison, null, and the header itself', () => {
    const header: Cause = {
      code: 'header-unexpected',
      header: 'access-control-allow-origin',
      part: 'response',
    };
    expect(remaining(suffix, { code: 'null-allowed', credentials: true }, header, reflected)).toEqual([
      'origin-reflected',
    ]);
  });

  it('not what has a fix of its own', () => {
    const vary: Cause = { code: 'vary-missing' };
    const header: Cause = { code: 'header-unexpected', header: 'vary', part: 'response' };
    expect(remaining(reflected, methods, vary, header)).toEqual([
      'origin-reflected',
      'method-not-listed',
      'vary-missing',
      'header-unexpected:vary',
    ]);
  });

  it('a list in an unusual form, where the name is missing in each form', () => {
    const misread: Cause = { code: 'request-list-misread', headers: ['x-api-key'], lines: 2 };
    expect(remaining(misread)).toEqual(['request-list-misread']);
    expect(remaining(misread, { code: 'header-not-listed', headers: ['x-api-key'] })).toEqual([
      'header-not-listed',
    ]);
  });

  it('authentication before CORS: the missing headers, where every response needs authentication', () => {
    const missing = (statuses: readonly number[]): Cause => ({
      code: 'cors-missing',
      origins: ['https://app.test'],
      statuses,
    });
    expect(remaining(missing([401]), preflight401)).toEqual(['preflight-needs-authentication']);
    expect(remaining(missing([200, 401]), preflight401)).toContain('cors-missing');
  });
});

describe('causes with the same key are one', () => {
  it('unites their lists', () => {
    const merged = mergeCauses(methods, { code: 'method-not-listed', methods: ['PUT', 'DELETE'] });
    expect(merged).toEqual({ code: 'method-not-listed', methods: ['PUT', 'DELETE'] });
  });

  it('is one with credentials where one of them is', () => {
    expect(mergeCauses({ ...suffix, credentials: false }, suffix)).toEqual(suffix);
  });

  it('keeps the lines of a duplicated header, equal ones too', () => {
    const twice: Cause = { code: 'header-duplicated', headers: ['Vary'], values: ['a', 'a'] };
    expect(mergeCauses(twice, twice)).toEqual(twice);
  });

  it('tells causes about different headers apart', () => {
    const list = (header: string): Cause => ({ code: 'list-invalid', header, value: '' });
    expect(causeKey(list('a'))).not.toBe(causeKey(list('b')));
  });
});
