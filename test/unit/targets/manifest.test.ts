import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findImplementations, readImplementation } from '../../../src/targets/implementations.ts';
import { ManifestError, parseManifest } from '../../../src/targets/manifest.ts';
import { fixtureServers, temporaryFolder } from './fixtures.ts';

const manifest = {
  title: 'Express + cors',
  language: 'JavaScript',
  framework: 'express',
  middleware: 'cors',
  homepage: 'https://example.test/cors',
  install: [],
  start: ['node', 'server.js'],
  needs: ['node'],
};

function messageOf(value: unknown): string {
  const json = typeof value === 'string' ? value : JSON.stringify(value);
  try {
    parseManifest(json, 'servers/x/server.json');
  } catch (error) {
    if (error instanceof ManifestError) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('a server.json', () => {
  test('that is right is given as it is, without its $schema', () => {
    const json = JSON.stringify({ $schema: '../../schemas/server.schema.json', ...manifest });
    expect(parseManifest(json, 'x')).toEqual(manifest);
  });

  const { start: _, ...withoutStart } = manifest;

  test.each([
    ['not JSON', '{"title": ', /^servers\/x\/server\.json:1:11: invalid JSON: unexpected end of the text\.$/],
    ['no object', [], /^servers\/x\/server\.json: must be an object .*, got \[\]\.$/],
    ['without start', withoutStart, /: "start" is missing\. Example: \["node", "server\.js"\]\.$/],
    [
      'a misspelt key',
      { ...manifest, mideleware: 'x' },
      /: "mideleware" is not a valid key\. Did you mean "middleware"\?$/,
    ],
    [
      'a key like none',
      { ...manifest, port: 80 },
      /: "port" is not a valid key\. Remove it\. Valid keys: title, language,/,
    ],
    [
      'a wrong type',
      { ...manifest, install: 'npm ci' },
      /: install must be a list of strings, got "npm ci"\./,
    ],
    [
      'a wrong item',
      { ...manifest, start: [5] },
      /^servers\/x\/server\.json: start\[0\] must be a string, got 5\./,
    ],
    [
      'an unknown kind',
      { ...manifest, kind: 'app' },
      /: kind must be one of library, framework, proxy, recipe, got "app"\./,
    ],
    [
      'a kit with a path',
      { ...manifest, uses: ['../x'] },
      /: uses\[0\] must be the name of a folder in servers\/shared, got "\.\.\/x"\./,
    ],
    [
      'no time to get ready',
      { ...manifest, readyTimeout: 0 },
      /: readyTimeout must be a number of seconds from 1 to 300, got 0\./,
    ],
    [
      'a time as text',
      { ...manifest, readyTimeout: '60' },
      /: readyTimeout must be a number, got "60"\. Example: 60\./,
    ],
    ['an empty start', { ...manifest, start: [] }, /: start must not be empty, got \[\]\./],
    ['no program in start', { ...manifest, start: [''] }, /: start must begin with a program, got \[""\]\./],
    ['an empty title', { ...manifest, title: ' ' }, /: title must not be empty, got ""\./],
    [
      'a homepage that is none',
      { ...manifest, homepage: 'javascript:1' },
      /: homepage must be an http or https URL, got "javascript:1"\./,
    ],
    [
      'a path in needs',
      { ...manifest, needs: ['./run'] },
      /: needs\[0\] must be the name of a program without a path, .*, got "\.\/run"\./,
    ],
    [
      'control characters',
      { ...manifest, start: '\u001b[2J\u202e' },
      /: start must be a list of strings, got "\\u001b\[2J\\u202e"\./,
    ],
  ])('is refused: %s', (_name, value, message) => {
    expect(messageOf(value)).toMatch(message);
  });

  test('with several faults names each on a line', () => {
    expect(messageOf({ ...withoutStart, port: 80 }).split('\n')).toHaveLength(2);
  });
});

describe('finding implementations', () => {
  async function folderWith(files: Record<string, string>): Promise<string> {
    const folder = await temporaryFolder();
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return folder;
  }

  test('gives each subfolder with a server.json, by name, and passes over what others share', async () => {
    const { implementations, problems } = await findImplementations([fixtureServers]);
    const ids = implementations.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    expect(ids).toContain('well-behaved');
    expect(ids).not.toContain('shared');
    expect(problems).toEqual([]);
  });

  test('passes over a folder that does not exist', async () => {
    const nowhere = join(await temporaryFolder(), 'nowhere');
    expect(await findImplementations([nowhere])).toEqual({ implementations: [], problems: [] });
  });

  test('tells of one that cannot be used, and gives the others', async () => {
    const folder = await folderWith({ 'a/server.json': '{', 'b/server.json': JSON.stringify(manifest) });
    const { implementations, problems } = await findImplementations([folder]);
    expect(implementations.map(({ id }) => id)).toEqual(['b']);
    expect(problems).toEqual([
      { id: 'a', folder: join(folder, 'a'), message: expect.stringContaining('invalid JSON') as string },
    ]);
  });

  test('takes the first of two with one id, and tells of the second', async () => {
    const first = await folderWith({ 'a/server.json': JSON.stringify(manifest) });
    const second = await folderWith({ 'a/server.json': JSON.stringify(manifest) });
    const { implementations, problems } = await findImplementations([first, second]);
    expect(implementations.map(({ folder }) => folder)).toEqual([join(first, 'a')]);
    expect(problems[0]?.message).toContain('the id a is already used by');
  });

  test('counts a folder once that is reached by two ways', async () => {
    const folder = await folderWith({ 'servers/a/server.json': JSON.stringify(manifest) });
    // A junction needs no rights on Windows.
    await symlink(join(folder, 'servers'), join(folder, 'link'), 'junction');
    const found = await findImplementations([join(folder, 'servers'), join(folder, 'link')]);
    expect([found.implementations.length, found.problems.length]).toEqual([1, 0]);
  });

  test('a folder without a server.json is no implementation, and the message says what is wanted', async () => {
    const folder = await temporaryFolder();
    await expect(readImplementation(folder)).rejects.toThrow(
      /server\.json: cannot be read: file not found\./,
    );
  });
});
