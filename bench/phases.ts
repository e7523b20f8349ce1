import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../src/package.ts';
import type { Phase } from '../src/system/phases.ts';
import { secondsOf } from './command.ts';
import type { Engine } from './engines.ts';

/** Milliseconds. */
export interface Cost {
  readonly wallMs: number;
  /** CPU time of corspec's process. */
  readonly ownMs: number;
  /** CPU time of all processes that it starts: the browser's, and a small one of corspec. Linux only. */
  readonly childrenMs: number;
}

type PhaseName = 'process' | Phase;

/** `process`: the start and the end of the process, with the loading of code. */
export const phaseNames: readonly PhaseName[] = [
  'process',
  'start',
  'pages',
  'checks',
  'judge',
  'close',
  'reports',
];

export type Phases = Readonly<Partial<Record<PhaseName, Cost>>>;

/** One run of the command, with what each phase costs. */
export async function measurePhases(words: readonly string[], { browser }: Engine): Promise<Phases> {
  const folder = await mkdtemp(join(tmpdir(), 'corspec-bench-'));
  const file = join(folder, 'phases.json');
  try {
    const seconds = await secondsOf([...words, '--browser', browser], {
      nodeOptions: ['--import', pathToFileURL(join(packageRoot, 'bench/record-phases.js')).href],
      environment: { CORSPEC_BENCH_PHASES: file },
    });
    const phases = JSON.parse(await readFile(file, 'utf8')) as Record<PhaseName, Cost>;
    const inside = Object.values(phases).reduce((sum, { wallMs }) => sum + wallMs, 0);
    // What the process itself does not see: its creation and its end.
    const outside = Math.max(0, seconds * 1000 - inside);
    return { ...phases, process: { ...phases.process, wallMs: phases.process.wallMs + outside } };
  } finally {
    await rm(folder, { recursive: true });
  }
}
