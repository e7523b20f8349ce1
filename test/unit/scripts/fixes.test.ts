import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFixes } from '../../../scripts/scenarios/fixes.ts';
import { libraryTopics } from '../../../scripts/scenarios/topics.ts';
import { packageRoot } from '../../../src/package.ts';

const topics = Object.fromEntries(Object.keys(libraryTopics).map((topic) => [topic, { how: 'So.' }]));
const good = { name: 'Mine', language: 'js', topics };

describe('servers/<id>/fixes.json', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corspec-fixes-'));
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine', 'server.json'), '{}');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (value: unknown) => {
    writeFileSync(join(folder, 'mine', 'fixes.json'), JSON.stringify(value));
  };

  it('exists for every bundled implementation, with the reference last', () => {
    const all = readFixes(join(packageRoot, 'servers'));
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(['express-cors', 'fastapi', 'reference']));
    expect(all.at(-1)?.id).toBe('reference');
  });

  it.each(
    readFixes(join(packageRoot, 'servers'))
      .filter(({ language }) => language === 'js')
      .flatMap(({ id, topics: all }) =>
        Object.entries(all).flatMap(([topic, { code }]) => (code ? [[id, topic, code.join('\n')] as const] : [])),
      ),
  )('of %s has code about %s that can be parsed', (_id, _topic, code) => {
    const { diagnostics = [] } = ts.transpileModule(code, {
      reportDiagnostics: true,
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext },
    });
    expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
  });

  it('is read', () => {
    write(good);
    expect(readFixes(folder)).toEqual([{ id: 'mine', ...good }]);
  });

  it('may lack a topic that is optional', () => {
    const { 'framework-responses': _, ...required } = topics;
    write({ ...good, topics: required });
    expect(readFixes(folder)).toEqual([{ id: 'mine', ...good, topics: required }]);
  });

  it('must exist; the error lists its topics', () => {
    expect(() => readFixes(folder)).toThrow(/mine.fixes\.json is missing\. .*exposed-headers.*docs\/servers\.md/);
  });

  it.each<[what: string, value: unknown, says: RegExp]>([
    ['a missing topic', { ...good, topics: { ...topics, vary: undefined } }, /topics\.vary/],
    ['an unknown topic', { ...good, topics: { ...topics, coffee: { how: 'So.' } } }, /coffee/],
    ['text that is not a paragraph', { ...good, topics: { ...topics, vary: { how: 'a\n\nb' } } }, /full stop/],
    ['a line that is too long', { ...good, topics: { ...topics, vary: { how: 'So.', code: ['x'.repeat(111)] } } }, /110/],
  ])('is rejected with %s', (_what, value, says) => {
    write(value);
    expect(() => readFixes(folder)).toThrow(says);
  });
}); // prettier-ignore
