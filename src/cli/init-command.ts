import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { configText, templateText } from '../config/init/config-text.ts';
import { findingsOf } from '../config/init/findings.ts';
import { survey, type SurveyOptions } from '../config/init/survey.ts';
import { configFiles, findConfig } from '../config/load.ts';
import { blockedPortProblem, urlProblem } from '../options/target-url.ts';
import { resolveHeader } from '../options/header-option.ts';
import { targetHeader } from '../options/target-options.ts';
import { quoted } from '../options/validated.ts';
import { originProblem } from '../policy/policy-fields.ts';
import { failure, success } from '../text/attempt.ts';
import { printable } from '../text/printable.ts';
import { shellQuote } from '../text/shell.ts';
import type { InitOptions } from './command-line.ts';
import { askPaths, readAskedDocument } from './init-openapi.ts';
import { surveyText } from './init-text.ts';
import type { Io } from './output.ts';
import { writeProblems } from './problems.ts';
import { reasonOf } from '../system/files.ts';
import type { CommandStatus } from './run-command.ts';

/** `corspec init`: asks a server what it allows, shows it, and writes a configuration. Returns the exit status. */
export async function initCommand(
  url: string | undefined,
  options: InitOptions,
  io: Io,
  signal: AbortSignal,
): Promise<CommandStatus> {
  const name = fileName(options);
  const headers = (options.targetHeader ?? []).map((text) => resolveHeader(text, targetHeader));
  const document = await readAskedDocument(url, options);
  const problems = [
    ...urlProblems(url, options),
    ...(options.origin ?? []).flatMap(originProblems),
    ...headers.flatMap((one) => one.problems),
    ...fileProblems(name),
    ...document.problems,
  ];
  if (problems.length > 0) return refuse(problems, io);
  if (!(await mayWrite(name, options, io)))
    return refuse([`${name} exists. To replace it, add --yes; to write another file, add --config FILE.`], io); // prettier-ignore

  const asking: SurveyOptions = {
    origins: options.origin ?? [],
    headers: headers.flatMap(({ value }) => value),
    insecure: options.insecure ?? false,
    timeoutMs: 10_000,
    signal,
  };
  if (document.value !== null) return report(await askPaths(document.value, name, asking), name, io);
  return url === undefined ? write(name, templateText(name), io) : report(await askUrl(url, name, asking), name, io); // prettier-ignore
}

/** The file to write, relative to the working directory. */
function fileName({ config }: InitOptions): string {
  const file = config ?? findConfig(process.cwd()) ?? configFiles[0];
  return relative(process.cwd(), resolve(file)) || file;
}

async function askUrl(url: string, name: string, asking: SurveyOptions): ReturnType<typeof askPaths> {
  const found = await survey(url, asking);
  if (!found.ok) return failure(`${url}: ${found.reason}.`);
  const findings = findingsOf(found.value, asking.origins);
  return success({ shown: surveyText(found.value, findings), text: configText(findings, name, url) });
}

async function report(
  found: Awaited<ReturnType<typeof askPaths>>,
  name: string,
  io: Io,
): Promise<CommandStatus> {
  if (!found.ok) {
    io.stderr.write(`corspec could not ask the server: ${printable(found.reason)}\n`);
    return 3;
  }
  io.stdout.write(found.value.shown);
  return write(name, found.value.text, io);
}

function urlProblems(url: string | undefined, { openapi, origin }: InitOptions): readonly string[] {
  if (url === undefined) {
    return origin === undefined || openapi !== undefined
      ? []
      : ['--origin needs the URL of the server: corspec init http://localhost:3000'];
  }
  const problem = urlProblem(url) ?? blockedPortProblem(url);
  return problem === undefined ? [] : [`${quoted(url)}: ${problem}`];
}

function originProblems(origin: string): readonly string[] {
  const problem = origin.includes('*')
    ? 'init asks for single origins, such as https://app.example.com'
    : originProblem(origin);
  return problem === undefined ? [] : [`--origin ${quoted(origin)}: ${problem}.`];
}

function fileProblems(name: string): readonly string[] {
  if (!/\.(m?[jt]s|json)$/.test(name)) return [`--config ${quoted(name)}: expected a file such as ${configFiles[0]} or ${configFiles[4]}.`]; // prettier-ignore
  return existsSync(dirname(resolve(name))) ? [] : [`--config ${quoted(name)}: its folder does not exist.`];
}

/** A file that exists is replaced only with --yes, or when a person at the terminal says so. */
async function mayWrite(name: string, { yes }: InitOptions, { stdin, stdout }: Io): Promise<boolean> {
  if (!existsSync(resolve(name)) || yes === true) return true;
  if (stdin?.isTTY !== true || stdout.isTTY !== true) return false;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await lines.question(`${name} exists. Replace it? (y/N) `)).trim());
  } finally {
    lines.close();
  }
}

async function write(name: string, text: string, io: Io): Promise<CommandStatus> {
  try {
    await writeFile(resolve(name), text);
  } catch (thrown) {
    return refuse([`${name}: ${reasonOf(thrown, 'folder not found')}.`], io);
  }
  const isFound = (configFiles as readonly string[]).includes(name);
  io.stdout.write(`Wrote ${name}. To test the server against it: corspec run${isFound ? '' : ` --config ${shellQuote(name)}`}\n`); // prettier-ignore
  return 0;
}

function refuse(problems: readonly string[], { stderr }: Io): CommandStatus {
  writeProblems(stderr, 'corspec init', problems);
  return 2;
}
