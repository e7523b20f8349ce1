import { describe, expect, it } from 'vitest';
import {
  redirectTaint,
  sameOrigin,
  sameSite,
  schemelesslySameSite,
  siteOfHost,
} from '../../../src/fetch-standard/index.ts';
import { O, S } from './helpers.ts';

const S2 = 'https://other.test';

describe('origins and sites', () => {
  it.each([
    ['a.b.example.test', 'example.test'], ['example.test', 'example.test'], ['example.test.', 'example.test.'], ['a.example.test.', 'example.test.'], ['x.a.co.uk.', 'a.co.uk.'],
    ['localhost', 'localhost'], ['127.0.0.1', '127.0.0.1'], ['1.2.3.4.example', '4.example'], ['[::1]', '[::1]'],
    ['192.168.10.20', '192.168.10.20'], ['[::ffff:192.168.10.20]', '[::ffff:192.168.10.20]'],
    ['10.0.0.1x', '0.1x'], ['x10.0.0.1', '0.1'],
    ['a.co.uk', 'a.co.uk'], ['x.a.co.uk', 'a.co.uk'], ['co.uk', 'co.uk'], ['uk', 'uk'],
    ['a.github.io', 'a.github.io'], ['b.a.github.io', 'a.github.io'], ['github.io', 'github.io'],
    ['www.ck', 'www.ck'], ['a.b.ck', 'a.b.ck'], ['x.city.kawasaki.jp', 'city.kawasaki.jp'],
    ['a.xn--55qx5d.cn', 'a.xn--55qx5d.cn'], ['b.a.xn--55qx5d.cn', 'a.xn--55qx5d.cn'],
    ['x.a_-!{}~.test', 'a_-!{}~.test'], ['x_y.a.co.uk', 'a.co.uk'],
  ])('%s belongs to %s', (host, site) => {
    expect(siteOfHost(host)).toBe(site);
  }); // prettier-ignore

  it('an opaque origin is the same as none', () => {
    expect(sameOrigin('null', 'null')).toBe(false);
    expect(sameOrigin(O, O)).toBe(true);
    expect(sameOrigin(O, S)).toBe(false);
    expect(schemelesslySameSite('null', O, siteOfHost)).toBe(false);
    expect(schemelesslySameSite(O, 'null', siteOfHost)).toBe(false);
  });

  it('a site has a scheme', () => {
    expect(sameSite(O, S, siteOfHost)).toBe(true);
    expect(sameSite(O, 'http://api.example.test', siteOfHost)).toBe(false);
    expect(sameSite(O, S2, siteOfHost)).toBe(false);
  });

  it.each([
    [[S], 'same-origin'],
    [[O, S], 'same-origin'],
    [[O, S2], 'same-origin'],
    [[S, S], 'same-origin'],
    [[S, O], 'same-site'],
    [[S, 'https://cdn.example.test'], 'same-site'],
    [[S, O, O], 'same-site'],
    [[S, S2], 'same-site'],
    [[S2, O], 'cross-site'],
    [[S2, S], 'cross-site'],
    [[S, O, S2, S], 'cross-site'],
    [[S2, 'https://third.test', O], 'cross-site'],
  ])('%j is tainted: %s', (urls, taint) => {
    expect(
      redirectTaint(
        O,
        urls.map((url) => new URL(url)),
        siteOfHost,
      ),
    ).toBe(taint);
  });

  it('takes the site from the function that it is given', () => {
    const urls = [new URL(S2), new URL(S)];
    expect(redirectTaint(O, urls, () => 'one')).toBe('same-site');
  });
});
