import { expect, it } from 'vitest';
import type { ReportInput } from '../../../reports/reporter.ts';
import { urlInput } from '../../fixtures/sample-cause-results.ts';
import { printed } from './printed.ts';

/** A comparison of as many implementations, of which the first have no failures; the last could not be started. */
function comparison(size: number, conforming: number, verbose = false): ReportInput {
  const input = urlInput();
  const { results, causes = [], targets } = input.results;
  const names = Array.from({ length: size }, (_, index) => `server-${index}`);
  const played = names.slice(0, -1);
  const failing = new Set(played.slice(conforming));
  const at = (name: string) => (one: { readonly target: string }) => ({ ...one, target: name });
  const unavailable = { status: 'unavailable', reason: 'cargo is not on PATH. Install it.' } as const;
  return {
    ...input,
    mode: 'compare',
    verbose,
    results: {
      ...input.results,
      targets: names.flatMap((id) =>
        targets.map((target) => ({
          ...target,
          ...{ id, title: id, language: 'Rust', kind: 'library' },
          ...(id === names.at(-1) && { policies: { credentialed: unavailable } }),
        })),
      ),
      causes: [...failing].flatMap((name) => causes.map(at(name))) as typeof causes,
      results: played.flatMap((name) =>
        (failing.has(name) ? results : results.filter(({ status }) => status === 'pass')).map(at(name)),
      ) as typeof results,
    },
  };
}

it('has a line for each of many implementations, the worst last', () => {
  const lines = printed('terminal', comparison(50, 20)).split('\n');
  const lineOf = (text: string) => lines.findIndex((line) => line.includes(text));
  expect(lines.filter((line) => /^ {2}\S server-\d+ /.test(line))).toHaveLength(50);
  expect(lineOf('Not run (1)')).toBeLessThan(lineOf('No failures (20)'));
  expect(lineOf('No failures (20)')).toBeLessThan(lineOf('Failures at level security (29)'));
  expect(lines.find((line) => line.includes('server-49 '))).toContain('unavailable: cargo is not on PATH.');
  expect(lines.find((line) => line.includes('server-0 '))).toMatch(/✓ server-0 .* Rust .* \d+ passed$/);
});

it('tells each cause once, with those that have it', () => {
  const text = printed('terminal', comparison(50, 20));
  expect(text.split('security: The server reflects every origin')).toHaveLength(2);
  expect(text).toContain('server-20, server-21, server-22, server-23, server-24, server-25 and 23 more');
});

it('tells few implementations in full, and many with --verbose', () => {
  const table = 'Failures at level security';
  expect(printed('terminal', comparison(8, 2))).not.toContain(table);
  expect(printed('terminal', comparison(9, 2))).toContain(table);
  expect(printed('terminal', comparison(9, 2, true))).not.toContain(table);
});

it('aligns what it says of implementations, however long the names of their languages are', () => {
  const input = comparison(10, 10);
  const languages = ['Go', 'Traefik configuration'];
  const targets = input.results.targets.map((target, index) => ({
    ...target,
    language: languages[index % 2] ?? '',
  }));
  const lines = printed('terminal', { ...input, results: { ...input.results, targets } }).split('\n');
  const places = lines
    .filter((line) => line.includes(' ✓ server-'))
    .map((line) => line.search(/\d+ passed$/));
  expect(places).toHaveLength(9);
  expect(new Set(places).size).toBe(1);
});

it('markdown: each cause of many implementations once, the worst first', () => {
  const text = printed('markdown', comparison(57, 20));
  const levels = Array.from(text.matchAll(/<summary>\S+ (security|required|recommended|informative): /g), ([, level]) => level); // prettier-ignore
  const order = ['security', 'required', 'recommended', 'informative'];
  expect(levels.length).toBeGreaterThan(0);
  expect(levels).toEqual([...levels].sort((a, b) => order.indexOf(a ?? '') - order.indexOf(b ?? '')));
  expect(text.split('security: The server reflects every origin')).toHaveLength(2);
  expect(text).toMatch(/reflects every origin.* of 36 implementations\)<\/summary>/);
  expect(text).toContain(' and 30 more · policy ');
  expect(text).toContain(' · shown: server-20');
  expect(text).not.toContain('see the other reports');
  expect(text.length).toBeLessThan(65_536);
});

it('markdown: the causes of few implementations at each of them', () => {
  const text = printed('markdown', comparison(8, 2));
  expect(text.split('security: The server reflects every origin').length).toBe(1 + 5);
});

it('separates names that contain a comma by semicolons', () => {
  const input = comparison(9, 5);
  const targets = input.results.targets.map((target) => ({ ...target, title: `${target.id}, a recipe` }));
  const text = printed('terminal', { ...input, results: { ...input.results, targets } });
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    'server-5, a recipe; server-6, a recipe and server-7, a recipe',
  );
});
