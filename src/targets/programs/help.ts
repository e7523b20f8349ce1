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
  cc: { debian: 'gcc libc6-dev', brew: 'gcc' },
  apache2: { debian: 'apache2-bin', brew: 'httpd' },
  caddy: { debian: 'caddy', brew: 'caddy' },
  haproxy: { debian: 'haproxy', brew: 'haproxy' },
  lighttpd: { debian: 'lighttpd', brew: 'lighttpd' },
  varnishd: { debian: 'varnish', brew: 'varnish' },
  nginx: { debian: 'nginx', brew: 'nginx' },
};

/** The programs that implementations in common languages need. */
export const knownPrograms: readonly string[] = Object.keys(packages);

/** How to install a missing program, with the command if it is known. */
export function helpFor(name: string, platform: NodeJS.Platform = process.platform): string {
  const known = packages[name];
  if (known !== undefined && platform === 'darwin') return `brew install ${known.brew}`;
  if (known !== undefined && platform === 'linux')
    return `sudo apt-get install ${known.debian} (package names may differ on your distribution)`;
  return `Install ${name} and make sure that \`${name}\` is on PATH.`;
}
