/**
 * `node --import bench/record-phases.js`: measures the phases of corspec in its own process (`src/system/phases.ts`), and writes
 * them as JSON to the file that CORSPEC_BENCH_PHASES names: of each phase the wall time, the CPU time of the process, and that
 * of the processes below it, in milliseconds. JavaScript, because a loader for TypeScript would be measured as well.
 */
import { subscribe } from 'node:diagnostics_channel';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';

/** @import { PhaseEvent } from '../src/system/phases.ts' */
/** @typedef {{ wallMs: number, ownMs: number, childrenMs: number }} Cost */

/** The unit of times in /proc, which is the same on all Linux systems. */
const millisecondsPerTick = 10;

const file = process.env['CORSPEC_BENCH_PHASES'];
if (file !== undefined) record(file);

/** @param {string} file */
function record(file) {
  /** @type {Record<string, Cost>} */
  const phases = {};
  /** @type {string[]} the phase, and those that it is inside */
  let current = ['process'];
  let before = { wallMs: 0, ownMs: 0, childrenMs: 0 };

  /** Adds what has passed to the current phase. @param {number} childrenMs */
  const settle = (childrenMs) => {
    const { user, system } = process.cpuUsage();
    const now = { wallMs: performance.now(), ownMs: (user + system) / 1000, childrenMs };
    const cost = (phases[current[0] ?? ''] ??= { wallMs: 0, ownMs: 0, childrenMs: 0 });
    cost.wallMs += now.wallMs - before.wallMs;
    cost.ownMs += now.ownMs - before.ownMs;
    cost.childrenMs += now.childrenMs - before.childrenMs;
    before = now;
  };
  // What a process that was killed has used is not counted again elsewhere.
  const settleWithChildren = () => settle(Math.max(before.childrenMs, childrenCpuMs()));

  subscribe('corspec:phase', (message) => {
    const event = /** @type {PhaseEvent} */ (message);
    switch (event.kind) {
      case 'next':
        if (current[0] === event.phase) return;
        settleWithChildren();
        current = [event.phase];
        return;
      // Hundreds of times in a run, and too short for looking at other processes.
      case 'inside':
        settle(before.childrenMs);
        current.unshift(event.phase);
        return;
      case 'back':
        settle(before.childrenMs);
        current.shift();
    }
  });
  process.once('exit', () => {
    settleWithChildren();
    writeFileSync(file, JSON.stringify(phases));
  });
}

/** The CPU time of all processes below this one, and of those that they have waited for: milliseconds. Linux only, otherwise 0. */
function childrenCpuMs() {
  const all = new Map(processes().map((each) => [each.pid, each]));
  const isBelow = (/** @type {number} */ pid) => {
    for (let parent = all.get(pid)?.parent; parent !== undefined; parent = all.get(parent)?.parent)
      if (parent === process.pid) return true;
    return false;
  };
  const below = [...all.values()].filter(({ pid }) => isBelow(pid));
  const waitedFor = all.get(process.pid)?.waitedForMs ?? 0;
  return below.reduce((sum, each) => sum + each.ownMs + each.waitedForMs, waitedFor);
}

function processes() {
  return numbersIn('/proc').flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name in parentheses may contain anything: the fields follow the last parenthesis.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const milliseconds = (/** @type {number} */ field) => Number(fields[field]) * millisecondsPerTick;
      const [ownMs, waitedForMs] = [milliseconds(11) + milliseconds(12), milliseconds(13) + milliseconds(14)];
      return [{ pid, parent: Number(fields[1]), ownMs, waitedForMs }];
    } catch {
      // It has ended since.
      return [];
    }
  });
}

/** @param {string} folder */
function numbersIn(folder) {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}
