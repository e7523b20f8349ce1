// @ts-check
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createBackend } from '../backend/server.js';
import { runImplementation, urlOf } from '../node/program.js';
import { freePort, isOurs } from './ports.js';

/**
 * @typedef {import('../node/policy.js').Policy} Policy
 *
 * @typedef {object} Place where one process of the proxy is
 * @property {number} port of 127.0.0.1, to listen on
 * @property {number} backendPort of 127.0.0.1, where the backend is
 * @property {string} folder an empty folder of its own, for what it writes
 *
 * @typedef {object} Proxy a server that is nothing but its configuration
 * @property {Record<string, string>} versions
 * @property {string} file the name of its configuration file
 * @property {(policy: Policy, place: Place) => string | { unsupported: string }} config the content of that file, or why the
 *   proxy cannot express the policy
 * @property {(file: string, place: Place) => readonly string[]} command the program and its arguments, in the foreground
 * @property {(place: Place) => Record<string, string>} [environment] variables that it gets in addition, such as a home folder
 */

/** How often a process that could not have its port is started again with another one. */
const attempts = 5;

/** How long a proxy may take until its first response: ms. */
const readyMs = 15_000;

/**
 * Runs a proxy in front of one backend that knows nothing of CORS: a process of it for each policy, so that a configuration
 * that it does not start with is a policy that it refuses.
 *
 * @param {Proxy} proxy
 */
export async function runProxy(proxy) {
  const backend = await urlOf(createBackend().listen(0, '127.0.0.1'));
  const backendPort = Number(new URL(backend).port);
  const home = mkdtempSync(join(tmpdir(), 'corspec-proxy-'));
  /** @type {Set<import('node:child_process').ChildProcess>} */
  const children = new Set();
  process.on('exit', () => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });
  await runImplementation({
    versions: proxy.versions,
    async build(policy) {
      const unsupported = unsupportedBy(proxy, policy);
      if (unsupported !== null) return { unsupported };
      const url = await start(proxy, policy, { backendPort, home, children });
      return () => Promise.resolve(url);
    },
  });
}

/**
 * @param {Proxy} proxy
 * @param {Policy} policy
 * @returns {string | null}
 */
function unsupportedBy({ config }, policy) {
  const made = config(policy, { port: 1, backendPort: 1, folder: '/' });
  return typeof made === 'string' ? null : made.unsupported;
}

/**
 * Such a server cannot listen on port 0: a free port is chosen, and another one if a different process was faster.
 *
 * @param {Proxy} proxy
 * @param {Policy} policy
 * @param {{ backendPort: number, home: string, children: Set<import('node:child_process').ChildProcess> }} around
 * @returns {Promise<string>} its URL
 */
async function start({ file, config, command, environment }, policy, { backendPort, home, children }) {
  for (let attempt = 1; ; attempt++) {
    const place = { port: await freePort(), backendPort, folder: mkdtempSync(join(home, 'policy-')) };
    const path = join(place.folder, file);
    const content = config(policy, place);
    writeFileSync(path, typeof content === 'string' ? content : '');
    const [program = '', ...args] = command(path, place);
    const env = { ...process.env, ...environment?.(place) };
    const child = spawn(program, args, { cwd: place.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    const failure = await untilReady(child, place.port);
    if (failure === null) return `http://127.0.0.1:${place.port}`;
    child.kill('SIGKILL');
    children.delete(child);
    const isClash = /address already in use|cannot bind|bind\(\)|EADDRINUSE/i.test(failure);
    if (!isClash || attempt === attempts) throw new Error(failure);
  }
}

/**
 * Waits for the first response from the backend, because some servers listen before they find that they cannot start.
 * Afterwards, the end of the proxy is the end of this process.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} port
 * @returns {Promise<string | null>} why it does not start; null when it responds
 */
async function untilReady(child, port) {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text) => (said = `${said}${String(text)}`.slice(-2000)));
  }
  /** @type {string | null} */
  let ended = null;
  const end = (/** @type {string} */ why) => (ended ??= why);
  child.once('error', (error) => end(error.message));
  child.once('exit', (code) => end(`exit status ${String(code)}`));
  const deadline = Date.now() + readyMs;
  while (ended === null && Date.now() < deadline) {
    if (await isOurs(port)) {
      child.once('exit', () => {
        process.stderr.write(`The proxy on port ${port} ended. ${said}\n`);
        process.exit(1);
      });
      return null;
    }
    await delay(20);
  }
  // Its last words may come after its end.
  await delay(50);
  return said.trim() === '' ? (ended ?? `no response within ${readyMs} ms`) : said.trim();
}
