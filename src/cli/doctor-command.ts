import pc from 'picocolors';
import { pad, wrap } from '../text/columns.ts';
import { printable } from '../text/printable.ts';
import type { DoctorOptions } from './command-line.ts';
import { diagnose, type Diagnosis, type Finding } from './doctor.ts';
import { columnsOf, type Io, wantsColor } from './output.ts';
import type { CommandStatus } from './run-command.ts';
import type { Services } from './services.ts';

/** `corspec doctor`: what this machine has and lacks. Returns 0 when a run is possible, otherwise 3. */
export async function doctorCommand(
  { json }: DoctorOptions,
  services: Pick<Services, 'browsers'>,
  io: Io,
): Promise<CommandStatus> {
  const diagnosis = await diagnose(services, io.env);
  const text = json === true ? `${JSON.stringify(diagnosis, null, 2)}\n` : doctorText(diagnosis, io);
  io.stdout.write(text);
  return diagnosis.canRun ? 0 : 3;
}

const marks: Readonly<Record<Finding['state'], string>> = { ok: '✓', note: '!', missing: '–', problem: '✗' };

function doctorText({ version, findings, browser, canRun }: Diagnosis, { stdout, env }: Io): string {
  const paint = pc.createColors(wantsColor(stdout, env));
  const paints = { ok: paint.green, note: paint.yellow, missing: paint.dim, problem: paint.red };
  const width = Math.max(...findings.map(({ id }) => id.length)) + 2;
  const indent = ' '.repeat(width + 2);
  const lines = findings.flatMap(({ id, state, text, fix }) => {
    const [first = '', ...rest] = wrap(printable(text), Math.max(40, columnsOf(stdout) - indent.length));
    return [
      `${paints[state](marks[state])} ${pad(id, width)}${first}`,
      ...rest.map((line) => `${indent}${line}`),
      // Not wrapped, to be copied.
      ...(fix === undefined ? [] : fix.split('\n').map((line) => `${indent}${paint.cyan(printable(line))}`)),
    ];
  });
  const end = canRun
    ? paint.green(`A run is possible. \`corspec run URL\` uses ${browser ?? 'model'}.`)
    : paint.red('No run is possible: see the lines with ✗.');
  return `${[`corspec ${version}`, ...lines, '', end].join('\n')}\n`;
}
