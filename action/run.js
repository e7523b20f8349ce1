// Runs corspec with annotations, a job summary, a SARIF file and an HTML report. The step has its exit status.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { env } from 'node:process';
import { fail, input, runNode, setOutput, wordsOf } from './workflow.js';

const folder = resolve(input('WORKING_DIRECTORY') || '.');
const reports = resolve(folder, input('REPORTS') || 'corspec-reports');
const words = wordsOf(input('ARGS'));
if (words === null) fail(`args: a quote does not end: ${input('ARGS')}`);
if (!existsSync(folder)) fail(`working-directory ${JSON.stringify(folder)}: folder not found.`);
mkdirSync(reports, { recursive: true });

const files = {
  sarif: join(reports, 'corspec.sarif'),
  report: join(reports, 'corspec.html'),
  summary: join(reports, 'corspec.md'),
};
const config = input('CONFIG') === '' ? [] : ['--config', input('CONFIG')];
const browser = input('BROWSER') === '' ? [] : ['--browser', input('BROWSER')];
const reporters = ['github', `markdown=${files.summary}`, `sarif=${files.sarif}`, `html=${files.report}`];
const status = runNode(
  [
    input('MAIN'),
    'run',
    ...words,
    ...config,
    ...browser,
    ...reporters.flatMap((reporter) => ['--reporter', reporter]),
  ],
  { cwd: folder },
);

setOutput('status', String(status));
// Invalid commands and runs without a verdict write no reports.
setOutput('sarif', existsSync(files.sarif) ? files.sarif : '');
setOutput('report', existsSync(files.report) ? files.report : '');
summarize();
process.exitCode = status;

function summarize() {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (file === undefined || file === '') return;
  const text = existsSync(files.summary)
    ? readFileSync(files.summary, 'utf8')
    : `### corspec\n\nNo report: exit status ${status}. The log of this step has the reason.\n`;
  appendFileSync(file, text);
}
