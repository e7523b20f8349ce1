import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { sharedFolder } from './fingerprint.ts';
import type { Implementation } from './implementations.ts';

/** The versions that a file of dependencies states, by name. */
type ReadPins = (text: string) => Readonly<Record<string, string>>;

/** Files with the dependencies that the author of an implementation chose. */
const statedIn: Readonly<Record<string, ReadPins>> = {
  'package.json': (text) => {
    const read = z
      .object({ dependencies: z.record(z.string(), z.string()).default({}) })
      .safeParse(jsonOf(text));
    return read.success ? read.data.dependencies : {};
  },
  'requirements.txt': (text) => pairs(text.matchAll(/^([\w.-]+)(?:\[[^\]]*\])?==([^\s;]+)/gm)),
  'go.mod': (text) => pairs(text.matchAll(/^(?:require)?\s+(\S+\.\S+\/\S+) v(\S+)/gm)),
  // The parent that implementations for the JVM have in their kit: `<spring-boot.version>4.1.2</spring-boot.version>`.
  'pom.xml': (text) => pairs(text.matchAll(/<([\w.-]+)\.version>([\w.-]+)<\/\1\.version>/g)),
  'Cargo.toml': (text) => pairs(text.matchAll(/^([\w-]+) = (?:"=?|\{.*?version = "=?)([\d.]+)/gm)),
  // `    rack-cors (3.0.0)`; deeper lines are the requirements of that gem.
  'Gemfile.lock': (text) => pairs(text.matchAll(/^ {4}([\w.-]+) \(([^)\s]+)\)$/gm)),
};

/**
 * Lock files, which have the versions that are installed where the files above allow several, and the dependencies of
 * dependencies: those are not what is tested, so only the versions of stated names are taken from them.
 */
const lockedIn: Readonly<Record<string, ReadPins>> = {
  'package-lock.json': (text) => {
    const read = z
      .object({ packages: z.record(z.string(), z.looseObject({ version: z.string().optional() })) })
      .safeParse(jsonOf(text));
    const entries = Object.entries(read.success ? read.data.packages : {}).map(
      ([path, { version = '' }]) =>
        [/^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1] ?? '', version] as const,
    );
    return Object.fromEntries(entries.filter(([name, version]) => name !== '' && version !== ''));
  },
  'Cargo.lock': (text) => {
    const found = Array.from(text.matchAll(/^name = "([^"]+)"\r?\nversion = "([^"]+)"/gm));
    const isOnly = (name: string | undefined) => found.filter((one) => one[1] === name).length === 1;
    return pairs(found.filter(([, name]) => isOnly(name)));
  },
};

/**
 * The version of an implementation's middleware that its dependency files or those of its kits state; that of its framework
 * where the middleware is part of it; null when no file has one, as for a program of the system.
 */
export async function pinnedVersion({ folder, manifest }: Implementation): Promise<string | null> {
  const folders = [...(manifest.uses ?? []).map((kit) => join(sharedFolder(folder), kit)), folder];
  const [stated, locked] = await Promise.all([readAll(folders, statedIn), readAll(folders, lockedIn)]);
  for (const wanted of [manifest.middleware, manifest.framework]) {
    const name = Object.keys(stated).find((one) => isNamed(one, wanted));
    if (name !== undefined) return locked[name] ?? stated[name] ?? null;
  }
  return null;
}

/** The versions in all files of these names; those of a later folder come first. */
async function readAll(
  folders: readonly string[],
  files: Readonly<Record<string, ReadPins>>,
): Promise<Readonly<Record<string, string>>> {
  const read = await Promise.all(
    folders.flatMap((folder) =>
      Object.entries(files).map(async ([name, pinsOf]) =>
        pinsOf(await readFile(join(folder, name), 'utf8').catch(() => '')),
      ),
    ),
  );
  return Object.assign({}, ...read) as Record<string, string>;
}

/**
 * `Flask-CORS` is `flask_cors`, `Spring Boot` is `spring-boot`, `gin-contrib/cors` is `github.com/gin-contrib/cors`, and
 * `Echo` is `github.com/labstack/echo/v5`. Of a scope, `hapi` is `@hapi/hapi` and `NestJS` is `@nestjs/core`; no other
 * package of a scope is what its name says.
 */
function isNamed(name: string, wanted: string): boolean {
  const [has = '', wants] = [name, wanted].map((text) => text.toLowerCase().replace(/[\s_]/g, '-'));
  if (has === wants) return true;
  if (has.startsWith('@')) return [`@${wants}/${wants}`, `@${wants}/core`].includes(has);
  return has.replace(/\/v\d+$/, '').endsWith(`/${wants}`);
}

function pairs(matches: Iterable<RegExpExecArray>): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(matches, ([, name = '', version = '']) => [name, version]));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
