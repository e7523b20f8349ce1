import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMending } from '../../../scripts/scenarios/mending.ts';
import { libraryTopics } from '../../../scripts/scenarios/topics.ts';
import { packageRoot } from '../../../src/package.ts';

const topics = Object.fromEntries(Object.keys(libraryTopics).map((topic) => [topic, { how: 'So.' }]));
const good = { name: 'Mine', language: 'js', topics };

describe('servers/<id>/mending.json', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corspec-mending-'));
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine', 'server.json'), '{}');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (value: unknown) => {
    writeFileSync(join(folder, 'mine', 'mending.json'), JSON.stringify(value));
  };

  it('is there for every implementation that comes with corspec, the one without a library last', () => {
    const all = readMending(join(packageRoot, 'servers'));
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(['express-cors', 'fastapi', 'reference']));
    expect(all.at(-1)?.id).toBe('reference');
  });

  it.each(
    readMending(join(packageRoot, 'servers'))
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
    expect(readMending(folder)).toEqual([{ id: 'mine', ...good }]);
  });

  it('is missed where it is not there, with what belongs into it', () => {
    expect(() => readMending(folder)).toThrow(/mine.mending\.json is missing: .*exposed-headers.*docs\/servers\.md/);
  });

  it.each<[what: string, value: unknown, says: RegExp]>([
    ['a topic that is missing', { ...good, topics: { ...topics, vary: undefined } }, /topics\.vary/],
    ['a topic that there is not', { ...good, topics: { ...topics, coffee: { how: 'So.' } } }, /coffee/],
    ['text that is not a paragraph', { ...good, topics: { ...topics, vary: { how: 'a\n\nb' } } }, /full stop/],
    ['a line that no page shows whole', { ...good, topics: { ...topics, vary: { how: 'So.', code: ['x'.repeat(111)] } } }, /110/],
  ])('is refused with %s', (_what, value, says) => {
    write(value);
    expect(() => readMending(folder)).toThrow(says);
  });
}); // prettier-ignore
