import type { Reporter } from '../../../reports/reporter.ts';
import type { Catalogue, CommandInputs } from '../../../src/cli/catalogue.ts';
import type { CommandLine, RunOptions } from '../../../src/cli/command-line.ts';
import type { Io } from '../../../src/cli/output.ts';
import type { Implementation } from '../../../src/targets/index.ts';
import type { Level, Scenario } from '../../../src/scenarios/scenario.ts';

export function implementation(id: string, folder = `/servers/${id}`): Implementation {
  return {
    id,
    folder,
    manifest: {
      title: `Title of ${id}`,
      language: 'JavaScript',
      framework: 'express',
      middleware: 'cors',
      homepage: 'https://example.test',
      install: [],
      start: ['node', 'server.js'],
      needs: ['node'],
    },
  };
}

function scenario(id: string, level: Level): Scenario {
  const about = {
    id,
    title: `About ${id}`,
    spec: '#cors-check',
    from: 'allowed',
    request: { route: 'resource' },
    expect: { outcome: 'readable' },
  } as const;
  return level === 'security' ? { ...about, level, impact: `The impact of ${id}.` } : { ...about, level };
}

function reporter(id: string, defaultFile?: string): Reporter {
  return {
    id,
    title: `Reports as ${id}`,
    ...(defaultFile && { defaultFile }),
    render: () => `${id} report\n`,
  };
}

export const catalogue: Catalogue = {
  suites: [
    {
      id: 'simple',
      title: 'Simple requests',
      scenarios: [scenario('simple/get-allowed', 'required'), scenario('simple/get-refused', 'security')],
    },
    {
      id: 'preflight',
      title: 'Preflights',
      scenarios: [
        scenario('preflight/put-allowed', 'required'),
        scenario('preflight/options-200', 'informative'),
      ],
    },
  ],
  policies: { allowlist: { origins: ['https://app.example.test'] }, public: { origins: '*' }, default: {} },
  reporters: [
    reporter('terminal'),
    reporter('json'),
    reporter('github'),
    reporter('html', 'corspec-report.html'),
  ],
  browsers: ['chromium', 'firefox', 'webkit', 'model'],
};

/** A machine with two implementations, and whatever else a test puts on it. */
export function material(more: Partial<CommandInputs> = {}): CommandInputs {
  return {
    implementations: [implementation('express-cors'), implementation('koa-cors')],
    unusable: [],
    serverFolders: new Map(),
    texts: new Map(),
    folders: new Map(),
    unwritable: new Map(),
    ...more,
  };
}

export function file(path: string, text: string): Partial<CommandInputs> {
  return { texts: new Map([[path, { ok: true, text }]]) };
}

export function commandLine(
  command: CommandLine['command'],
  targets: readonly string[],
  options: RunOptions = {},
): CommandLine {
  return { command, targets, options };
}

/** Streams that keep what is written. */
export function recordingIo(options: { isTTY?: boolean; env?: Io['env'] } = {}) {
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written) => ({
    isTTY: options.isTTY ?? false,
    columns: 80,
    write: (text: string) => (written[name] += text),
  });
  const io: Io = { stdout: output('stdout'), stderr: output('stderr'), env: options.env ?? {} };
  return { io, written };
}
