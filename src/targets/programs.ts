import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/**
 * Where a program is on PATH, or null. Nothing is run. `node` is always there: it is the one that corspec runs on.
 */
export async function findProgram(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | null> {
  if (name === 'node') return process.execPath;
  const endings = process.platform === 'win32' ? (env['PATHEXT'] ?? '.EXE;.CMD;.BAT').split(';') : [''];
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder || '.', name + ending);
      if (await isProgram(path)) return path;
    }
  }
  return null;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

interface Packages {
  readonly debian: string;
  readonly brew: string;
}

const packages: Readonly<Record<string, Packages>> = {
  python3: { debian: 'python3 python3-venv', brew: 'python' },
  pip3: { debian: 'python3-pip', brew: 'python' },
  npm: { debian: 'npm', brew: 'node' },
  go: { debian: 'golang-go', brew: 'go' },
  cargo: { debian: 'cargo', brew: 'rust' },
  rustc: { debian: 'rustc', brew: 'rust' },
  java: { debian: 'default-jdk', brew: 'openjdk' },
  javac: { debian: 'default-jdk', brew: 'openjdk' },
  mvn: { debian: 'maven', brew: 'maven' },
  gradle: { debian: 'gradle', brew: 'gradle' },
  ruby: { debian: 'ruby', brew: 'ruby' },
  bundle: { debian: 'ruby-bundler', brew: 'ruby' },
  php: { debian: 'php-cli', brew: 'php' },
  composer: { debian: 'composer', brew: 'composer' },
  nginx: { debian: 'nginx', brew: 'nginx' },
};

/** The command that would bring a missing program, as far as corspec knows one. */
export function helpFor(name: string, platform: NodeJS.Platform = process.platform): string {
  const known = packages[name];
  if (known !== undefined && platform === 'darwin') return `brew install ${known.brew}`;
  if (known !== undefined && platform === 'linux')
    return `sudo apt-get install ${known.debian} (or what your distribution calls it)`;
  return `Install ${name}, so that \`${name}\` is found on PATH.`;
}
