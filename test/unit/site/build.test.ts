import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baseOf, unknownBase } from '../../../scripts/site/facts.ts';
import { pageOf, withSiteLinks } from '../../../scripts/site/links.ts';
import { packageRoot } from '../../../src/package.ts';
import { relativePage, relativeScript } from '../../../scripts/site/relative.ts';

describe('the base of the site', () => {
  it.each([
    ['https://github.com/corspec/corspec#readme', '/corspec/'],
    ['https://corspec.example', '/'],
    ['https://example.com/tools/corspec', '/tools/corspec/'],
    [undefined, unknownBase],
  ])('of the home page %s is %s', (homepage, base) => {
    expect(baseOf(homepage)).toBe(base);
  });
});

describe('links of the documentation', () => {
  it.each([
    ['causes/README.md', '/causes/'],
    ['causes/vary-missing.md', '/causes/vary-missing'],
    ['scenarios/simple/README.md', '/scenarios/simple'],
    ['scenarios/simple/get-allowed.md', '/scenarios/simple#get-allowed'],
    ['matrix.md', '/matrix/'],
    ['claims.md', '/learn/tutorials'],
    ['gate.md', null],
  ])('%s is at %s', (path, page) => {
    expect(pageOf(path)).toBe(page);
  });

  it('lead to pages of the site, and to the repository where it has none', () => {
    const text =
      '[a](../scenarios/simple/get-allowed.md) [`b`](README.md#preflights) [c](../gate.md) [d](https://x.test/)';
    expect(withSiteLinks(text, 'causes/vary-missing.md', 'https://github.com/o/n')).toBe(
      '[a](/scenarios/simple#get-allowed) [`b`](/causes/#preflights) [c](https://github.com/o/n/blob/main/docs/gate.md) [d](https://x.test/)',
    );
    expect(withSiteLinks('[c](../gate.md)', 'causes/vary-missing.md', null)).toBe('c');
  });

  it('fail where there is no such file', () => {
    expect(() => withSiteLinks('[a](gone.md)', 'causes/vary-missing.md', null)).toThrow(
      'gone.md does not exist',
    );
  });
});

describe('a site without a known base', () => {
  it('has relative links in pages', () => {
    const page = relativePage(`<head></head><a href="${unknownBase}causes/">`, 'learn/simple.html');
    expect(page).toBe(
      '<head><script>window.siteBase=new URL(\'../\',location.href).pathname</script></head><a href="../causes/">',
    );
    expect(relativePage(`<a href="${unknownBase}">`, 'index.html')).toBe('<a href="./">');
  });

  it('has the base of the page in scripts', () => {
    expect(relativeScript(`const a="${unknownBase}";`)).toBe('const a=window.siteBase;');
    expect(relativeScript(String.raw`x=JSON.parse("{\"base\":\"${unknownBase}\"}");`)).toBe(
      String.raw`x=JSON.parse("{\"base\":\"${unknownBase}\"}".replaceAll("${unknownBase}",window.siteBase));`,
    );
  });
});

describe('the lock file of the site', () => {
  const text = readFileSync(join(packageRoot, 'site/package-lock.json'), 'utf8');

  /** npm leaves out a platform that the registry does not have at the time, and `npm ci` refuses the file from then on. */
  it('has the packages of every platform, so that npm ci accepts it', () => {
    const { packages } = JSON.parse(text) as {
      readonly packages: Readonly<
        Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
      >;
    };
    const optional = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => ({ path, name })),
    );
    expect(optional.length).toBeGreaterThan(20);
    const missing = optional.filter(
      ({ path, name }) =>
        !(`${path}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages),
    );
    expect(missing).toEqual([]);
  });

  it('names no registry', () => {
    expect(text).not.toContain('"resolved"');
  });
});
