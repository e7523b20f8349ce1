import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/package.ts';

/** The licenses of the packages that these files belong to. @throws when a package has none */
export async function licensesOf(files: readonly string[]): Promise<string> {
  const folders = new Set(
    files.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const texts = await Promise.all([...folders].sort().map((folder) => licenseOf(join(packageRoot, folder))));
  return `corspec contains code of these packages.\n\n${texts.join('\n')}`;
}

async function licenseOf(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license: string;
  };
  const file = (await readdir(folder)).find((name) => /^(licen[cs]e|copying)/i.test(name));
  if (file === undefined) throw new Error(`${manifest.name} has no license file.`);
  const text = await readFile(join(folder, file), 'utf8');
  return `== ${manifest.name} ${manifest.version} (${manifest.license})\n\n${text.trim()}\n`;
}
