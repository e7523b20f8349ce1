// @ts-check
import { Console } from 'node:console';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { policyProblem } from './policy.js';

/**
 * @typedef {import('./policy.js').Policy} Policy
 * @typedef {{ readonly unsupported: string }} Refusal why the library cannot express a policy
 * @typedef {() => Promise<string>} Listen starts to listen on a free port of 127.0.0.1 and gives the URL
 */

/**
 * The contract between corspec and an implementation, the side of the implementation (docs: "Implementations"). Reads
 * one line from stdin, prints a line for each policy and one that says `ready`, and ends the process when stdin closes.
 *
 * A `build` that throws is a library that refuses the policy: it becomes `unsupported`. A `Listen` that fails is a
 * broken machine, and ends the process with status 1 and the reason on stderr.
 *
 * @param {{
 *   versions: Record<string, string>,
 *   build: (policy: Policy, name: string) => Refusal | Listen | Promise<Refusal | Listen>,
 * }} implementation
 * @returns {Promise<void>}
 */
export async function runImplementation({ versions, build }) {
  // Stdout belongs to the contract. Some libraries write notes to the console, @hono/node-server to its stdout half.
  globalThis.console = new Console(process.stderr, process.stderr);
  try {
    const policies = parsePolicies(await firstLineOfStdin());
    for (const [name, value] of Object.entries(policies)) {
      const built = await buildOrRefuse(build, value, name);
      say(typeof built === 'function' ? { policy: name, url: await built() } : { policy: name, ...built });
    }
    say({ ready: true, versions });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  }
}

/**
 * @param {(policy: Policy, name: string) => Refusal | Listen | Promise<Refusal | Listen>} build
 * @param {unknown} value
 * @param {string} name
 * @returns {Promise<Refusal | Listen>}
 */
async function buildOrRefuse(build, value, name) {
  const problem = policyProblem(value);
  if (problem !== null) return { unsupported: problem };
  try {
    return await build(/** @type {Policy} */ (value), name);
  } catch (error) {
    return { unsupported: `refused at set-up: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** @param {Record<string, unknown>} line */
function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/**
 * Resolves with the first line. From the first moment on, the end of stdin is the end of the process: whoever started
 * it is gone or is done.
 *
 * @returns {Promise<string>}
 */
function firstLineOfStdin() {
  for (const event of ['end', 'close', 'error']) process.stdin.on(event, () => process.exit(0));
  process.stdout.on('error', () => process.exit(0));
  return new Promise((resolve) => {
    let text = '';
    process.stdin.setEncoding('utf8');
    process.stdin.on('data', (chunk) => {
      if (text.includes('\n')) return;
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
  });
}

/**
 * @param {string} line
 * @returns {Record<string, unknown>}
 */
function parsePolicies(line) {
  const wanted = 'expected one line of JSON on stdin, {"policies": {"<name>": <policy>, …}}';
  /** @type {unknown} */
  let input;
  try {
    input = JSON.parse(line);
  } catch {
    throw new Error(`${wanted}, got ${JSON.stringify(line.slice(0, 200))}`);
  }
  const policies = typeof input === 'object' && input !== null && 'policies' in input ? input.policies : null;
  if (typeof policies !== 'object' || policies === null || Array.isArray(policies)) {
    throw new Error(`${wanted}, got ${line.slice(0, 200)}`);
  }
  return /** @type {Record<string, unknown>} */ (policies);
}

/**
 * The versions of installed packages, as their own manifests state them.
 *
 * @param {...string} packages
 * @returns {Record<string, string>}
 */
export function versionsOf(...packages) {
  return Object.fromEntries(packages.map((name) => [name, versionOf(name)]));
}

/** @param {string} name */
function versionOf(name) {
  // Not `require.resolve('x/package.json')`: the `exports` of a package may hide its manifest.
  // From the implementation's folder, in which it is started: its packages may be installed there, and not above here.
  const folders = createRequire(join(process.cwd(), 'package.json')).resolve.paths(name) ?? [];
  const manifest = folders
    .map((folder) => join(folder, name, 'package.json'))
    .find((file) => existsSync(file));
  if (manifest === undefined)
    throw new Error(`The package ${name} is not installed; run npm ci in ${process.cwd()}.`);
  return String(JSON.parse(readFileSync(manifest, 'utf8')).version);
}

/**
 * Waits until a server listens.
 *
 * @param {import('node:net').Server} server on which `listen` was called with port 0 and 127.0.0.1
 * @returns {Promise<string>} its URL, without a slash at the end
 */
export async function urlOf(server) {
  if (!server.listening) {
    await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no TCP port.');
  return `http://127.0.0.1:${address.port}`;
}
