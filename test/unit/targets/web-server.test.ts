import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CannotRunError } from '../../../src/results/cannot-run-error.ts';
import { isRunning } from '../../../src/system/process-tree.ts';
import { type WebServer, withWebServers } from '../../../src/targets/web-server/index.ts';
import { freePort } from '../../free-port.ts';

/** Processes are found in /proc. */
const isLinux = process.platform === 'linux';
let folder: string;
let servers: Server[];

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'corspec-web-')));
  servers = [];
  // Prints its process id once it listens.
  writeFileSync(
    join(folder, 'server.mjs'),
    `import { createServer } from 'node:http';
     const status = Number(process.env.STATUS ?? 200);
     process.on('SIGTERM', () => process.env.STUBBORN ? console.log('no') : process.exit(0));
     createServer((_, response) => response.writeHead(status).end())
       .listen(Number(process.argv[2]), process.env.HOST ?? '127.0.0.1', () => console.log('pid', process.pid, process.env.TOKEN));`,
  );
});
afterEach(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

/** A server that responds with a status. */
async function listen(status: number): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status, { Server: 'other\u0080' }).end());
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}

interface Words extends Partial<WebServer> {
  readonly work?: () => Promise<unknown>;
  readonly signal?: AbortSignal;
}

/** What comes of it: lines of output, events, and the message of a CannotRunError. */
async function use(words: Words) {
  const { work = () => Promise.resolve('done'), signal = new AbortController().signal, ...given } = words;
  const server: WebServer = {
    name: 'webServer', command: null, url: 'http://localhost:1/', timeoutMs: 20_000, reuseExisting: false,
    cwd: folder, env: {}, ...given,
  }; // prettier-ignore
  const lines: string[] = [];
  const events: string[] = [];
  const hooks = {
    onEvent: ({ kind, text }: { readonly kind: string; readonly text: string }) =>
      void events.push(`${kind}: ${text}`),
    onOutput: (line: string) => void lines.push(line),
    signal,
  };
  const result = await withWebServers([server], hooks, work).catch((error: unknown) => {
    if (error instanceof CannotRunError) return { message: error.message };
    throw error;
  });
  const pid = Number(/pid (\d+)/.exec(lines.join('\n'))?.[1] ?? 0);
  return { result, lines, events, pid };
}

async function started(command: (port: number) => string, more: Words = {}) {
  const port = await freePort();
  const url = more.url ?? `http://localhost:${port}/`;
  let status = 0;
  const work = async () => (status = (await fetch(url)).status);
  const used = await use({ command: command(port), work, ...more, url });
  return { ...used, status, url };
}

describe.skipIf(!isLinux)('a command', () => {
  it('is started, waited for, and stopped', async () => {
    const { status, pid, events } = await started((port) => `sleep 0.3; node server.mjs ${port}`);
    expect(status).toBe(200);
    expect(isRunning(pid)).toBe(false);
    expect(events).toEqual([expect.stringMatching(/^note: starting `sleep 0\.3; node server\.mjs \d+`$/)]);
  });

  it(
    'is stopped when it listens on IPv6 only, ignores SIGTERM and left its process group',
    { timeout: 20_000 },
    async () => {
      const { pid, result } = await started(
        (port) => `HOST=::1 STUBBORN=1 setsid node server.mjs ${port} & sleep 60`,
        {
          work: () => Promise.resolve('reached'),
        },
      );
      expect(result).toBe('reached');
      expect(pid).toBeGreaterThan(0);
      expect(isRunning(pid)).toBe(false);
    },
  );

  it('may leave its server in the background', async () => {
    const { status, pid, events } = await started((port) => `node server.mjs ${port} & true`);
    expect(status).toBe(200);
    expect(isRunning(pid)).toBe(false);
    expect(events).toHaveLength(1);
  });

  it('is stopped when the work fails', async () => {
    const port = await freePort();
    const lines: string[] = [];
    const server: WebServer = {
      name: '--start', command: `node server.mjs ${port}`, url: `http://localhost:${port}/`, timeoutMs: 20_000,
      reuseExisting: true, cwd: folder, env: {},
    }; // prettier-ignore
    const hooks = { onEvent: () => undefined, onOutput: (line: string) => void lines.push(line) };
    const work = () => Promise.reject(new Error('a bug'));
    const signal = new AbortController().signal;
    await expect(withWebServers([server], { ...hooks, signal }, work)).rejects.toThrow('a bug');
    expect(isRunning(Number(lines[0]?.split(' ')[1]))).toBe(false);
  });

  it('has its environment, whose secrets are masked', async () => {
    const { lines } = await started((port) => `node server.mjs ${port}`, { env: { TOKEN: 'very-secret' } });
    expect(lines[0]).toMatch(/^pid \d+ \*\*\*$/);
  });

  it('that ends during the run is a warning', async () => {
    const { events } = await started((port) => `node server.mjs ${port} & sleep 0.5; kill %1; echo bye; exit 7`, {
      work: () => new Promise((resolve) => setTimeout(resolve, 2000)),
    }); // prettier-ignore
    expect(events[1]).toMatch(
      /^warning: webServer: `.*` ended during the run with exit status 7\.\nThe end of/,
    );
    expect(events[1]).toContain('bye');
  });
});

describe.skipIf(!isLinux)('a command that fails', () => {
  it('has its status and the end of its output in the message', async () => {
    const { result } = await use({
      command: 'echo "\u001b[31mno config\u001b[0m for $PASSWORD"; exit 4',
      env: { PASSWORD: 'p4ss' },
    });
    expect(result).toEqual({
      message: `webServer: \`echo "\\x1b[31mno config\\x1b[0m for $PASSWORD"; exit 4\` ended with exit status 4 before http://localhost:1/ responded.
The end of its output:
  no config for ***`,
    });
  });

  it('was not found', async () => {
    const { result } = await use({ command: 'no-such-command-here' });
    expect(result).toEqual({
      message: expect.stringMatching(
        /exit status 127 .*the status of a command that was not found\.\nThe end of its output:\n.*not found/s,
      ) as string,
    });
  });

  it('ended with 0, and left nothing that runs', async () => {
    const { result } = await use({ command: 'true' });
    expect(result).toEqual({ message: expect.stringContaining('use --wait') as string });
  });

  it('never answers', async () => {
    const { result } = await use({ command: 'echo compiling; sleep 60', timeoutMs: 700 });
    expect(result).toEqual({
      message: `webServer: http://localhost:1/ did not respond within 700 ms: connection refused: nothing is listening on localhost:1. Check the URL; webServer.timeout gives it more time.
The end of its output:
  compiling`,
    });
  });

  it('answers 500 to the end', async () => {
    const { result, pid } = await started((port) => `node server.mjs ${port}`, {
      env: { STATUS: '500' },
      timeoutMs: 3000,
    });
    expect(result).toEqual({
      message: expect.stringContaining('responded with status 500 for 3000 ms') as string,
    });
    expect(isRunning(pid)).toBe(false);
  });

  it('has a folder that does not exist', async () => {
    const { result } = await use({ command: 'true', cwd: join(folder, 'gone') });
    expect(result).toEqual({
      message: expect.stringMatching(/cannot be started: folder ".*gone" not found/) as string,
    });
  });
});

describe('a server that responds already', () => {
  it('is used', async () => {
    const url = await listen(404);
    const { result, events } = await use({ command: 'exit 1', url, reuseExisting: true });
    expect(result).toBe('done');
    expect(events).toEqual([
      `warning: webServer: ${url} responds already. That server is tested, and \`exit 1\` is not started.`,
    ]);
  });

  it('is an error where it must not be used', async () => {
    const url = await listen(503);
    const { result } = await use({ command: 'npm start', url });
    expect(result).toEqual({
      message: expect.stringContaining(
        `${url} responds already (status 503, Server: other\\x80), and \`npm start\` was not started.`,
      ) as string,
    });
  });

  it('is waited for without a command', async () => {
    const url = await listen(200);
    expect(await use({ name: '--wait', url })).toMatchObject({ result: 'done' });
    const failing = await use({ name: '--wait', url: await listen(502), timeoutMs: 300 });
    expect(failing.result).toEqual({
      message: expect.stringMatching(/status 502 for 300 ms; .* Start the server before corspec/) as string,
    });
  });
});

it.skipIf(!isLinux)('ends the wait when it is interrupted', async () => {
  const controller = new AbortController();
  const waiting = use({ command: 'echo pid $$; sleep 60', signal: controller.signal });
  setTimeout(() => controller.abort(new Error('interrupted')), 500);
  await expect(waiting).rejects.toThrow('interrupted');
});
