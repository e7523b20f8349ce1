import { execFile } from 'node:child_process';
import { findProgram, thisMachine } from '../../system/machine.ts';
import type { Implementation } from '../implementations.ts';
import { currentInstallContext } from '../work-folder.ts';
import { programEnvironment, programState } from './find.ts';

/** How a program states a version: its arguments, and a pattern with the version as its first group. */
interface VersionCommand {
  readonly program: string;
  readonly argv: readonly string[];
  readonly pattern: RegExp;
}

/** Servers whose programs the machine has: no lock file names their version. By `framework`, in lower case. */
const frameworks: Readonly<Record<string, VersionCommand>> = {
  apache: { program: 'apache2', argv: ['-v'], pattern: /Apache\/(\S+)/ },
  caddy: { program: 'caddy', argv: ['version'], pattern: /^v?(\d[\w.+-]*)/m },
  envoy: { program: 'envoy', argv: ['--version'], pattern: /\/(\d+\.\d+\.\d+)\// },
  haproxy: { program: 'haproxy', argv: ['-v'], pattern: /version (\d[\w.]*)/ },
  lighttpd: { program: 'lighttpd', argv: ['-v'], pattern: /lighttpd\/(\S+)/ },
  nginx: { program: 'nginx', argv: ['-v'], pattern: /nginx\/(\S+)/ },
  php: { program: 'php', argv: ['-r', 'echo PHP_VERSION;'], pattern: /^(\d\S*)$/m },
  traefik: { program: 'traefik', argv: ['version'], pattern: /Version:\s+(\S+)/ },
  varnish: { program: 'varnishd', argv: ['-V'], pattern: /varnish-(\d[\w.]*)/ },
};

/** Libraries that come with the machine, and not from a registry. By `middleware`, in lower case. */
const libraries: Readonly<Record<string, VersionCommand>> = {
  'rack-cors': {
    program: 'ruby',
    argv: ['-e', "require 'rack/cors/version'; puts Rack::Cors::VERSION"],
    pattern: /^(\d\S*)$/m,
  },
  'plack::middleware::crossorigin': {
    program: 'perl',
    argv: ['-MPlack::Middleware::CrossOrigin', '-e', 'print Plack::Middleware::CrossOrigin->VERSION'],
    pattern: /^v?(\d\S*)$/m,
  },
};

/** How long a program may take to print its version: milliseconds. */
const timeoutMs = 5000;

/**
 * The version of the program or library of this machine that an implementation uses; null when it is not there, or when
 * nothing is known about how it states its version.
 */
export async function programVersion(
  { manifest }: Implementation,
  { cacheHome } = currentInstallContext(),
): Promise<string | null> {
  const command =
    libraries[manifest.middleware.toLowerCase()] ?? frameworks[manifest.framework.toLowerCase()] ?? null;
  if (command === null) return null;
  const environment = await programEnvironment(programState(manifest, cacheHome).obtained, process.env);
  const file = findProgram(command.program, { ...thisMachine(), environment });
  if (file === null) return null;
  return new Promise((resolve) => {
    const options = { env: environment, timeout: timeoutMs };
    // A program that ends with an error may have printed another version than its own, such as that of an interpreter.
    execFile(file, command.argv, options, (error, stdout, stderr) => {
      resolve(error === null ? (command.pattern.exec(`${stdout}${stderr}`)?.[1] ?? null) : null);
    });
  });
}
