import { describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { browserKind } from '../../../src/browsers/index.ts';
import { httpsAlias } from '../../../src/run/https-alias.ts';
import { readyTarget, urlTarget } from '../judge/check-facts.ts';

const webkit = browserKind('webkit').capabilities;
const loopback = urlTarget(policies.allowlist, 'http://127.0.0.1:8000/items');

describe('a target on loopback by http', () => {
  it('is itself where loopback is trusted', () => {
    for (const engine of ['chromium', 'firefox', 'model'])
      expect(httpsAlias(loopback, browserKind(engine).capabilities)).toBe(loopback);
  });

  it('has its own name with https in WebKit, which takes it for mixed content', () => {
    const named = httpsAlias(loopback, webkit);
    expect(named.origin).toBe('https://127.0.0.1:8000');
    expect(named.routes.find('resource')?.url).toBe('https://127.0.0.1:8000/items');
    expect(named.upstream).toEqual(loopback.upstream);
  });

  it('says the port that goes without saying', () => {
    const named = httpsAlias(urlTarget(policies.allowlist, 'http://localhost/items'), webkit);
    expect(named.origin).toBe('https://localhost:80');
    expect(named.routes.find('resource')?.url).toBe('https://localhost:80/items');
  });
});

it('a target elsewhere is itself', () => {
  for (const target of [readyTarget(), urlTarget(policies.allowlist, 'http://192.0.2.1/')])
    expect(httpsAlias(target, webkit)).toBe(target);
});
