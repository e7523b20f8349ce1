import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { printable } from '../text/printable.ts';
import type { Catalogue } from './catalogue.ts';
import type { Io } from './output.ts';
import type { ReportPlan } from './resolve-reporters.ts';

/** Reports that include an HTML report in a file, and that file; in a temporary one if no option names one. */
export async function withHtmlFile(
  reports: readonly ReportPlan[],
  { reporters }: Catalogue,
): Promise<{ readonly reports: readonly ReportPlan[]; readonly file: string | undefined }> {
  const present = reports.find(({ reporter, file }) => reporter.id === 'html' && file !== undefined);
  if (present !== undefined) return { reports, file: present.file };
  const reporter = reporters.find(({ id }) => id === 'html');
  if (reporter === undefined) return { reports, file: undefined };
  const file = join(await mkdtemp(join(tmpdir(), 'corspec-html-')), 'corspec-report.html');
  return { reports: [...reports, { reporter, file }], file };
}

/** The program that opens a file in the desktop's browser, or why there is none. */
export type Opener =
  | { readonly ok: true; readonly program: string; readonly args: readonly string[] }
  | { readonly ok: false; readonly reason: string };

export function openerOf(file: string, platform: NodeJS.Platform, env: Io['env']): Opener {
  if (platform === 'darwin') return { ok: true, program: 'open', args: [file] };
  // `start` takes its first argument in quotes for the title of a window.
  if (platform === 'win32') return { ok: true, program: 'cmd', args: ['/c', 'start', '""', file] };
  const hasDesktop = [env['DISPLAY'], env['WAYLAND_DISPLAY'], env['WSL_DISTRO_NAME']].some(Boolean);
  if (!hasDesktop) return { ok: false, reason: 'this machine has no desktop: DISPLAY is not set' };
  return { ok: true, program: 'xdg-open', args: [file] };
}

/** Opens a report; where that is not possible, says where it is. Never fails: the report exists. */
export async function openReport(file: string, { stderr, env }: Io): Promise<void> {
  const path = resolve(file);
  const opener = openerOf(path, process.platform, env);
  const reason = opener.ok ? await start(opener.program, opener.args) : opener.reason;
  if (reason !== undefined)
    stderr.write(`${printable(`--open: not opened, because ${reason}. The report: ${path}`)}\n`);
}

/** Starts a program that outlives corspec. Returns why it did not start. */
function start(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((done) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    child.on('error', ({ message }) => {
      done(`${program} could not be started (${message})`);
    });
    child.on('spawn', () => {
      child.unref();
      done(undefined);
    });
  });
}
