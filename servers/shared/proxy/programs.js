// @ts-check
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The version of a program, as it states it itself.
 *
 * @param {readonly [string, ...string[]]} command the program with the arguments that print its version
 * @param {RegExp} pattern the version is its first group
 * @returns {string}
 */
export function versionOf([program, ...args], pattern) {
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return pattern.exec(`${stdout}${stderr}`)?.[1] ?? 'unknown';
}

/**
 * Where a program is. Its modules are in a folder beside it, wherever its package was unpacked.
 *
 * @param {string} program
 * @returns {string}
 */
export function pathOf(program) {
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  const found = candidates.find(isExecutable);
  if (found === undefined) throw new Error(`${program} is not on PATH.`);
  return found;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
