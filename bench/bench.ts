/**
 * `npm run bench [-- --only PART] [--json FILE]`: the time of corspec beside its aims, all in one run with the same scenarios and
 * the same target, and the cost of a run by phase. Nothing is asserted, because the figures depend on the machine.
 */
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { runScript } from '../scripts/run-script.ts';
import { aims, isMet, type PartName } from './aims.ts';
import { help, readArguments } from './arguments.ts';
import { type Engine, findEngines, withEngine } from './engines.ts';
import { createMeasured, failureText, measureAim, type Measured } from './measure.ts';
import { measurePhases, type Phases } from './phases.ts';
import { readSubject } from './subject.ts';
import { aimRows, aimsHeading, type Measurement, phaseRows, phasesHeading } from './table.ts';
import { withTarget } from './target.ts';

await runScript(main);

async function main(signal: AbortSignal): Promise<number> {
  const { help: wantsHelp, json, parts } = readArguments(process.argv.slice(2));
  if (wantsHelp) {
    console.log(help);
    return 0;
  }
  const print = (line: string) => (json === '-' ? console.error(line) : console.log(line));
  const machine = { node: process.version, cpus: cpus().length, loadAverage: loadavg()[0] ?? 0 };
  print(`Node ${machine.node}, ${machine.cpus} CPUs, load ${machine.loadAverage.toFixed(1)} at the start\n`);
  const measured = createMeasured(await readSubject(), await findEngines());
  const rows = await measureAims(measured, parts, print, signal);
  const phases = parts.includes('phases') ? await measureAllPhases(measured, print, signal) : {};
  if (json !== null) {
    const text = `${JSON.stringify({ machine, rows, phases }, null, 2)}\n`;
    if (json === '-') process.stdout.write(text);
    else await writeFile(json, text);
  }
  if (signal.aborted) return 130;
  return [...rows, ...Object.values(phases)].some((one) => 'failed' in one) ? 1 : 0;
}

type Print = (line: string) => void;

/** A row of the table, as JSON has it. */
type Row = Measurement & {
  readonly part: PartName;
  readonly unit: string;
  readonly aim: number | null;
  readonly isMet: boolean | null;
};

async function measureAims(
  measured: Measured,
  parts: readonly PartName[],
  print: Print,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const wanted = aims.filter(({ part }) => parts.includes(part));
  if (wanted.length > 0) print(aimsHeading);
  for (const aim of wanted) {
    if (signal.aborted) break;
    const measurements = await measureAim(aim, measured);
    for (const line of aimRows(aim, measurements)) print(line);
    for (const one of measurements) {
      const limit = aim.aims[one.subject] ?? null;
      const met = limit === null || !('value' in one) ? null : isMet(aim, one.value, limit);
      rows.push({ part: aim.part, unit: aim.unit, aim: limit, isMet: met, ...one });
    }
  }
  return rows;
}

type PhasesOrFailure = Phases | { readonly failed: string };

/** By engine. */
async function measureAllPhases(
  { subject, engines }: Measured,
  print: Print,
  signal: AbortSignal,
): Promise<Readonly<Record<string, PhasesOrFailure>>> {
  const found: Record<string, PhasesOrFailure> = {};
  print(`\nThe cost of corspec run URL by phase\n${phasesHeading}`);
  const measure = (engine: Engine) =>
    withEngine(engine, () => withTarget(subject, (words) => measurePhases(words, engine)));
  for (const engine of engines) {
    if (signal.aborted) break;
    if (engine.missing !== null) print(`${engine.title}: not here: ${engine.missing}`);
    else {
      try {
        const phases = await measure(engine);
        found[engine.subject] = phases;
        for (const line of phaseRows(engine.title, phases)) print(line);
      } catch (error) {
        found[engine.subject] = { failed: failureText(error) };
        print(`${engine.title}: failed: ${failureText(error)}`);
      }
    }
  }
  return found;
}
