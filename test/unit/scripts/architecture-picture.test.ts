import { describe, expect, it } from 'vitest';
import {
  flowchart,
  folderImports,
  folderOf,
  withoutImplied,
  withPicture,
} from '../../../scripts/architecture/picture.ts';

const from = (text: string) => text.split(' ').map((pair) => ({ from: pair[0] ?? '', to: pair[1] ?? '' }));

describe('the picture of the folders', () => {
  it.each([
    ['src/judge/rule.ts', 'src/judge'],
    ['src/browsers/model/index.ts', 'src/browsers'],
    ['suites/simple.ts', 'suites'],
    ['src/package.ts', null],
  ])('%s belongs to %s', (path, folder) => {
    expect(folderOf(path)).toBe(folder);
  });

  it('has each import of another folder once', () => {
    const modules = [
      {
        source: 'src/run/a.ts',
        imports: ['src/judge/x.ts', 'src/judge/y.ts', 'src/run/b.ts', 'src/package.ts'],
      },
      { source: 'src/run/b.ts', imports: ['src/judge/x.ts', 'suites/s.ts'] },
    ];
    expect(folderImports(modules)).toEqual([
      { from: 'src/run', to: 'src/judge' },
      { from: 'src/run', to: 'suites' },
    ]);
  });

  it.each([
    ['an import that a longer way implies', 'ab ac bc', 'ab bc'],
    ['no import that nothing else implies', 'ab cd', 'ab cd'],
    ['one of two that imply each other through a circle', 'ab ac bc cb', 'ac bc cb'],
  ])('leaves out %s', (_, all, left) => {
    expect(withoutImplied(from(all))).toEqual(from(left));
  });

  it('replaces the one in the document, and nothing else', () => {
    const document =
      'a\n<!-- Generated from the imports by `npm run docs:architecture`. -->\nold\n<!-- End of the generated picture. -->\nb\n';
    const now = withPicture(document, flowchart(from('ab')));
    expect(now).toContain('a --> b');
    expect(now).not.toContain('old');
    expect(withPicture(now, flowchart(from('ab')))).toBe(now);
    expect(() => withPicture('nothing', '')).toThrow('has no line');
  });
});
