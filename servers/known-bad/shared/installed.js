// @ts-check
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The app of a library is the same for all its versions, and each version is installed in the folder that the app is
 * started in.
 */
const fromHere = createRequire(join(process.cwd(), 'package.json'));

/**
 * @param {string} name a package, or a part of one: `hono/cors`
 * @returns {any} what it exports
 */
export function load(name) {
  return fromHere(name);
}

/**
 * The versions of packages, as their own manifests state them.
 *
 * @param {...string} names
 * @returns {Record<string, string>}
 */
export function versionsOf(...names) {
  return Object.fromEntries(names.map((name) => [name, versionOf(name)]));
}

/** @param {string} name */
function versionOf(name) {
  const manifest = join(process.cwd(), 'node_modules', name, 'package.json');
  return String(JSON.parse(readFileSync(manifest, 'utf8')).version);
}
