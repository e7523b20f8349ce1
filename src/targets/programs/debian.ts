import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { shellQuote } from '../../text/shell.ts';
import { type CommandContext, runInstallCommand } from '../install-command.ts';
import { TargetError } from '../target-error.ts';

/** More packages than this are not a program, but half a distribution. */
const mostPackages = 60;

/**
 * Downloads packages of the distribution with those that they depend on and that are not installed, and unpacks them into
 * `<home>/root`. Nothing is installed, so it needs no root.
 * @param run its folder is `home`
 */
export async function unpackDebian(
  packages: readonly string[],
  home: string,
  run: CommandContext,
): Promise<void> {
  const { options, names } = await planOf(packages, home, run);
  const folder = join(home, 'packages');
  await mkdir(folder, { recursive: true });
  const quoted = names.map((name) => shellQuote(name)).join(' ');
  await runInstallCommand(`apt-get${options} --quiet download ${quoted}`, { ...run, cwd: folder });
  const files = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
  for (const file of files)
    await runInstallCommand(`dpkg -x ${shellQuote(file)} ../root`, { ...run, cwd: folder });
  await runInstallCommand(`rm -rf packages lists archives`, run);
}

interface Plan {
  /** For every apt-get command. */
  readonly options: string;
  readonly names: readonly string[];
}

/** Where the lists of packages are missing, as in a container, they are downloaded into `home`. */
async function planOf(packages: readonly string[], home: string, run: CommandContext): Promise<Plan> {
  try {
    return { options: '', names: await closureOf(packages, '', run) };
  } catch (error) {
    if (!(error instanceof TargetError) || !/Unable to locate|no installation candidate/.test(error.message))
      throw error;
  }
  for (const name of ['lists', 'archives']) await mkdir(join(home, name, 'partial'), { recursive: true });
  const [lists, archives] = ['lists', 'archives'].map((name) => shellQuote(join(home, name)));
  const options = ` -o Dir::State::Lists=${lists} -o Dir::Cache::Archives=${archives}`;
  await runInstallCommand(`apt-get${options} --quiet update`, run);
  return { options, names: await closureOf(packages, options, run) };
}

/** The packages with those that they need and that are not installed. */
async function closureOf(
  packages: readonly string[],
  options: string,
  run: CommandContext,
): Promise<readonly string[]> {
  const wanted = packages.map((name) => shellQuote(name)).join(' ');
  const plan = await runInstallCommand(
    `apt-get${options} --simulate --quiet --no-install-recommends install ${wanted}`,
    run,
  );
  const names = Array.from(plan.matchAll(/^Inst (\S+)/gm), ([, name = '']) => name);
  if (names.length > 0 && names.length <= mostPackages) return names;
  throw new TargetError(
    'install-failed',
    run.id,
    names.length === 0
      ? `${run.id} could not be installed: apt-get says that ${packages.join(' and ')} are installed, but their program is not there.`
      : `${run.id} could not be installed: ${packages.join(' and ')} need ${names.length} packages of the distribution, and at most ${mostPackages} are unpacked. Install them yourself.`,
  );
}

/** Where unpacked packages have their programs and libraries. */
export async function debianEnvironment(
  home: string,
): Promise<{ readonly path: readonly string[]; readonly libraries: readonly string[] }> {
  const root = join(home, 'root');
  const path = ['usr/local/sbin', 'usr/sbin', 'usr/bin', 'sbin', 'bin'].map((name) => join(root, name));
  const parents = ['usr/lib', 'lib'].map((name) => join(root, name));
  const found = await Promise.all(
    parents.map(async (folder) =>
      (await readdir(folder).catch(() => []))
        .filter((name) => name.includes('-linux-'))
        .map((name) => join(folder, name)),
    ),
  );
  return { path, libraries: [...found.flat(), ...parents] };
}
