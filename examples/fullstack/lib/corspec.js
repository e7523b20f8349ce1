import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PlainError } from './ports.js';
import { run } from './processes.js';
import { folder } from './setup.js';

/** corspec as a package of this project, or the repository that this folder is in. */
function findCorspec() {
  const repository = join(folder, '..', '..', 'package.json');
  const isRepository = existsSync(repository) && readJson(repository).name === 'corspec';
  const file = isRepository ? repository : installedPackage();
  const main = join(dirname(file), readJson(file).bin.corspec);
  if (existsSync(main)) return { file, main };
  throw new PlainError(`corspec is not built: run \`npm run build\` in ${dirname(file)}.`);
}

function installedPackage() {
  try {
    return createRequire(import.meta.url).resolve('corspec/package.json');
  } catch {
    throw new PlainError('corspec is not installed: run `npm install --save-dev corspec`.');
  }
}

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Playwright, which is a dependency of corspec. */
export const { chromium } = createRequire(findCorspec().file)('playwright');

/** What is printed in a terminal for `npx corspec …`. */
export async function corspec(cleanup, args) {
  const { status, output } = await run(cleanup, [process.execPath, findCorspec().main, ...args], {
    cwd: folder,
    env: { NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  return {
    command: `npx corspec ${args.map(quoted).join(' ')}`,
    status,
    output: output.replace(progress, '').trimEnd(),
  };
}

/** `0:05  101/340 checks, 18 failed`: a terminal shows the latest of these lines only, until the end of the run. */
const progress = /^\d+:\d\d(?: {2}.*)?\n/gm;

const quoted = (word) => (/^[\w:/.,=-]+$/.test(word) ? word : `'${word}'`);
