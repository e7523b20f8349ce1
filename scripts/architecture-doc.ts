/**
 * `npm run docs:architecture [-- --check]`: draws which folder imports which into docs/architecture.md. With `--check` it
 * writes nothing, and ends with 1 when the picture is not up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { packageRoot } from '../src/package.ts';
import { flowchart, folderImports, withoutImplied, withPicture } from './architecture/picture.ts';
import { runScript } from './run-script.ts';

const drawn = ['src', 'suites', 'fixtures', 'reports'];

await runScript(main);

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const file = join(packageRoot, 'docs', 'architecture.md');
  const before = readFileSync(file, 'utf8');
  const after = withPicture(before, flowchart(withoutImplied(folderImports(await modules()))));
  if (before === after) return 0;
  if (values.check) {
    console.error('The picture in docs/architecture.md is not up to date: run `npm run docs:architecture`.');
    return 1;
  }
  writeFileSync(file, after);
  return 0;
}

/** Every module of the product with what it imports of the product. */
async function modules(): Promise<
  readonly { readonly source: string; readonly imports: readonly string[] }[]
> {
  const require = createRequire(import.meta.url);
  const { options } = require('../.dependency-cruiser.cjs') as { readonly options: ICruiseOptions };
  const { output } = await cruise([...drawn], { ...options, outputType: 'json' });
  const found = (typeof output === 'string' ? JSON.parse(output) : output) as ICruiseResult;
  const isDrawn = (path: string): boolean => drawn.some((folder) => path.startsWith(`${folder}/`));
  return found.modules
    .filter(({ source }) => isDrawn(source))
    .map(({ source, dependencies }) => ({
      source,
      imports: dependencies.map(({ resolved }) => resolved).filter(isDrawn),
    }));
}
