import { expect, it } from 'vitest';
import { resolveExplain } from '../../../src/cli/resolve-explain.ts';

const browsers = ['chromium', 'model'];
const page = 'http://localhost:6000';

function problemsOf(url: string, options: Parameters<typeof resolveExplain>[1]): readonly string[] {
  const resolved = resolveExplain(url, options, browsers);
  return resolved.ok ? [] : resolved.problems;
}

it('explains a request to a port that browsers block', () => {
  const options = { origin: 'http://localhost:8080', browser: 'chromium' };
  expect(problemsOf('http://localhost:6000/', options)).toEqual([]);
});

it('refuses a page at such a port in a browser, which cannot open it, and takes it in the model', () => {
  expect(problemsOf('http://localhost:3000/', { origin: page, browser: 'model' })).toEqual([]);
  expect(problemsOf('http://localhost:3000/', { origin: page, browser: 'chromium' })).toEqual([
    '--origin "http://localhost:6000": browsers do not open pages at port 6000 (https://fetch.spec.whatwg.org/#bad-port). Use another port, or omit --browser chromium to use the model.',
  ]);
});

it('takes the library that the fix is written for, and names a similar one', () => {
  const request = { origin: 'http://localhost:8080' };
  expect(resolveExplain('http://localhost:3000/', { ...request, fix: 'flask-cors' }, browsers)).toMatchObject(
    {
      ok: true,
      request: { fixFor: 'flask-cors' },
    },
  );
  expect(problemsOf('http://localhost:3000/', { ...request, fix: 'flask' })).toEqual([
    expect.stringContaining('--fix "flask": unknown library. Did you mean "flask-cors"?'),
  ]);
});
