import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { sharedFolder } from './fingerprint.ts';
import type { Implementation } from './implementations.ts';

/** The versions that a file of dependencies states, by name. */
type ReadPins = (text: string) => Readonly<Record<string, string>>;

const files: Readonly<Record<string, ReadPins>> = {
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
};

/**
 * The version of an implementation's middleware that its dependency files or those of its kits state; that of its framework
 * where the middleware is part of it; null when no file has one, as for a program of the system.
 */
export async function pinnedVersion({ folder, manifest }: Implementation): Promise<string | null> {
  const kits = (manifest.uses ?? []).map((kit) => join(sharedFolder(folder), kit));
  const read = await Promise.all(
    [...kits, folder].flatMap((one) =>
      Object.entries(files).map(async ([name, pinsOf]) =>
        pinsOf(await readFile(join(one, name), 'utf8').catch(() => '')),
      ),
    ),
  );
  const pins = Object.entries(Object.assign({}, ...read) as Record<string, string>);
  for (const wanted of [manifest.middleware, manifest.framework]) {
    const found = pins.find(([name]) => isNamed(name, wanted));
    if (found !== undefined) return found[1];
  }
  return null;
}

/** `Flask-CORS` is `flask_cors`, `Spring Boot` is `spring-boot`, and `gin-contrib/cors` is `github.com/gin-contrib/cors`. */
function isNamed(name: string, wanted: string): boolean {
  const [has, wants] = [name, wanted].map((text) => text.toLowerCase().replace(/[\s_]/g, '-'));
  return has === wants || (has?.endsWith(`/${wants}`) === true && !has.startsWith('@'));
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
