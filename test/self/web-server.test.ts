import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { need } from '../requirements.ts';
import { resultsOf, startCorspec, untilEnded } from './command.ts';
import { setTrap, type Trap } from './support/left-behind.ts';

let trap: Trap;
let project: string;
let port: number;

/** Slow, so that a signal comes in the middle of a run: it writes a file at the third request. */
const program = `import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
let requests = 0;
process.on('SIGTERM', () => setTimeout(() => process.exit(0), 100));
createServer((request, response) => {
  requests += 1;
  if (requests === 3) writeFileSync('called', '');
  response.setHeader('Access-Control-Allow-Origin', 'https://app.example.com');
  response.setHeader('Vary', 'Origin');
  setTimeout(() => response.end('{}'), 20);
}).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready', process.env.TOKEN));
`;

beforeEach(async () => {
  trap = await setTrap();
  project = await mkdtemp(join(tmpdir(), 'corspec-project-'));
  await writeFile(join(project, 'server.mjs'), program);
  port = await freePort();
});
afterEach(async () => {
  await trap.clean();
  await rm(project, { recursive: true });
});

async function configuration(webServer: Readonly<Record<string, unknown>>): Promise<string> {
  const url = `http://127.0.0.1:${port}/`;
  const path = join(project, 'corspec.config.json');
  const policy = { origins: ['https://app.example.com'] };
  const target = { name: 'api', url, policy };
  await writeFile(path, JSON.stringify({ targets: [target], webServer: { url, ...webServer } }));
  return path;
}

function run(config: string, ...words: readonly string[]) {
  const { CI: _, ...env } = trap.env;
  return startCorspec(['run', '--config', config, '--browser', 'model', ...words], env);
}

const commands = {
  'in the foreground': (of: number) => `node server.mjs ${of}`,
  'in the background': (of: number) => `node server.mjs ${of} & true`,
  'in a session of its own': (of: number) => `setsid node server.mjs ${of} & sleep 600`,
} as const;

describe.skipIf((await need('proc')).missing)('a server that a configuration starts', () => {
  describe.each(Object.entries(commands))('%s', (_, command) => {
    it('is there for the checks, and gone after them', async () => {
      const config = await configuration({ command: command(port), env: { TOKEN: 'very-secret' } });
      const ended = await untilEnded(run(config, '--verbose', '--reporter', 'json=-'));
      expect(ended.status, ended.stderr).toBe(0);
      expect(ended.stderr).toContain('ready ***');
      const [first] = resultsOf(ended).results;
      expect(first?.reproduce).toContain('corspec run api --config');
      expect(first?.reproduce).not.toContain('--start');
      expect(await trap.leftBehind()).toEqual([]);
    });

    it.each([['SIGINT'], ['SIGKILL']] as const)('is gone after %s', async (signal) => {
      const corspec = run(await configuration({ command: command(port) }), '--jobs', '1');
      const ended = untilEnded(corspec);
      await called();
      corspec.kill(signal);
      const { status, stderr } = await ended;
      expect(status, stderr).toBe(signal === 'SIGKILL' ? null : 3);
      expect(await trap.leftBehind()).toEqual([]);
    });
  });

  it('is gone after SIGINT while it is waited for', async () => {
    const corspec = run(await configuration({ command: 'echo waiting; sleep 600' }), '--verbose');
    const ended = untilEnded(corspec);
    await new Promise<void>((resolve) =>
      corspec.stderr?.on('data', (text: Buffer) => {
        if (/^waiting$/m.test(text.toString())) resolve();
      }),
    );
    corspec.kill('SIGINT');
    expect((await ended).status).toBe(3);
    expect(await trap.leftBehind()).toEqual([]);
  });

  it.each([
    ['exit 5', {}, /`exit 5` ended with exit status 5 before http:/],
    ['no-such-program', {}, /exit status 127.*\nThe end of its output:\n.*no-such-program/],
    ['sleep 600', { timeout: 300 }, /did not respond within 300 ms: connection refused/],
  ] as const)('is exit 3 when it does not start: %s', async (command, more, message) => {
    const { status, stderr } = await untilEnded(run(await configuration({ command, ...more })));
    expect(status).toBe(3);
    expect(stderr).toMatch(message);
    expect(await trap.leftBehind()).toEqual([]);
  });
});

async function called(): Promise<void> {
  const file = join(project, 'called');
  while ((await readFile(file).catch(() => null)) === null)
    await new Promise((resolve) => setTimeout(resolve, 20));
}
