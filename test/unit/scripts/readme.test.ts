import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/package.ts';

const read = (path: string): string => readFileSync(new URL(path, `file://${packageRoot}/`), 'utf8');

/** The number that stands in a page; pages in docs are generated from runs, and tested. */
function numberIn(path: string, pattern: RegExp): number {
  const found = pattern.exec(read(path))?.[1];
  if (found === undefined) throw new Error(`${path} does not have ${String(pattern)}.`);
  return Number(found);
}

describe('the README', () => {
  it.each([
    [/finds \[(\d+) published vulnerabilities\]/, 'docs/advisories.md', /detects (\d+) vulnerabilities/],
    [/\(docs\/advisories\.md\) of (\d+) packages/, 'docs/advisories.md', /bugs of (\d+) published packages/],
    [/\[(\d+) of \d+ seeded faults\]/, 'docs/faults.md', /tested with (\d+) servers/],
    [/of (\d+) seeded faults\]/, 'docs/faults.md', /tested with (\d+) servers/],
    [/fails with (\d+) servers that are unusual/, 'docs/faults.md', /with (\d+) servers that are unusual/],
    [/(\d+) libraries, frameworks and proxies/, 'docs/matrix.md', /(\d+) implementations, each configured/],
    [/: (\d+) checks fail for one cause/, 'docs/terminal.svg', /✗ (\d+) failed/],
  ])('has the number of %s', (inReadme, page, inPage) => {
    expect(numberIn('README.md', inReadme)).toBe(numberIn(page, inPage));
  });

  it('links to pictures of the website, which exist', () => {
    const pictures = [...read('README.md').matchAll(/\((docs\/site\/[^)]*)\)/g)].map(([, path = '']) => path);
    expect(pictures.length).toBeGreaterThanOrEqual(3);
    expect(pictures.filter((path) => !existsSync(join(packageRoot, path)))).toEqual([]);
  });

  it('is short enough to be read: under 250 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThan(250);
  });
});
