// Finds corspec, that of the project or the version that is asked for, and the browsers that have to be installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { env } from 'node:process';
import { fail, input, setOutput } from './workflow.js';

const folder = resolve(input('WORKING_DIRECTORY') || '.');
const main = mainOf(input('VERSION') === '' ? folder : null) ?? installed(input('VERSION') || 'latest');
const playwright = createRequire(main).resolve('playwright/package.json');

setOutput('main', main);
setOutput('playwright', join(dirname(playwright), 'cli.js'));
setOutput('playwright-version', String(JSON.parse(readFileSync(playwright, 'utf8')).version));
setOutput('install', missing(input('BROWSER')).join(' '));

/**
 * The program of the corspec that a folder has, in its node_modules or those above.
 * @param {string | null} from
 * @returns {string | null}
 */
function mainOf(from) {
  if (from === null) return null;
  try {
    const manifest = createRequire(join(from, 'package.json')).resolve('corspec/package.json');
    return join(dirname(manifest), String(JSON.parse(readFileSync(manifest, 'utf8')).bin.corspec));
  } catch {
    return null;
  }
}

/**
 * Installs a version beside the project, which stays as it is.
 * @param {string} version
 * @returns {string}
 */
function installed(version) {
  if (!/^[\w.^~-]+$/.test(version)) fail(`version ${JSON.stringify(version)}: expected one such as 0.1.0.`);
  const prefix = join(env['RUNNER_TEMP'] ?? '.', 'corspec');
  const isWindows = process.platform === 'win32';
  const words = ['install', '--no-audit', '--no-fund', '--prefix', prefix, `corspec@${version}`];
  // npm is a script of the shell there, which needs quotes.
  const { status } = spawnSync('npm', isWindows ? words.map((word) => `"${word}"`) : words, {
    stdio: 'inherit',
    shell: isWindows,
  });
  const found = status === 0 ? mainOf(prefix) : null;
  return found ?? fail(`corspec@${version} could not be installed: npm ended with status ${status ?? '?'}.`);
}

/**
 * The browsers to install: those that are asked for and missing; Chromium where nothing is asked for and none is there.
 * @param {string} wanted
 * @returns {string[]}
 */
function missing(wanted) {
  const text = execFileSync(process.execPath, [main, 'list', 'browsers', '--json'], { encoding: 'utf8' });
  /** @type {{ id: string, found: boolean }[]} */
  const browsers = JSON.parse(text);
  const real = browsers.filter(({ id }) => id !== 'model');
  if (wanted === '') return real.some(({ found }) => found) ? [] : ['chromium'];
  const ids = wanted.split(',').map((id) => id.trim());
  return real.filter(({ id, found }) => !found && ids.includes(id)).map(({ id }) => id);
}
