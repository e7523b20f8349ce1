import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { configText, templateText } from '../config/init/config-text.ts';
import { findingsOf } from '../config/init/findings.ts';
import { type Survey, survey } from '../config/init/survey.ts';
import { configFiles, findConfig } from '../config/load.ts';
import { readOpenApi } from '../config/openapi/document.ts';
import { endpointsOf, baseUrlOf } from '../config/openapi/endpoints.ts';
import { blockedPortProblem, urlProblem } from '../options/target-url.ts';
import { resolveHeader } from '../options/header-option.ts';
import { targetHeader } from '../options/target-options.ts';
import { quoted } from '../options/validated.ts';
import { originProblem } from '../policy/policy-fields.ts';
import { printable } from '../text/printable.ts';
import { shellQuote } from '../text/shell.ts';
import type { InitOptions } from './command-line.ts';
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
  const asked = await askedUrl(url, options);
  const problems = [
    ...urlProblems(url, options),
    ...(options.origin ?? []).flatMap(originProblems),
    ...headers.flatMap((one) => one.problems),
    ...fileProblems(name),
    ...(asked.ok ? [] : asked.problems),
  ];
  if (problems.length > 0) return refuse(problems, io);
  if (!(await mayWrite(name, options, io)))
    return refuse([`${name} exists. To replace it, add --yes; to write another file, add --config FILE.`], io); // prettier-ignore
  if (!asked.ok) return write(name, templateText(name), io);

  const given = options.origin ?? [];
  const limits = { origins: given, insecure: options.insecure ?? false, timeoutMs: 10_000, signal };
  const found = await survey(asked.url, { ...limits, headers: headers.flatMap(({ value }) => value) });
  if (!found.ok) {
    io.stderr.write(`corspec could not ask the server: ${printable(`${asked.url}: ${found.reason}`)}.\n`);
    return 3;
  }
  return report(found.value, { name, base: asked.base }, options, io);
}

/** The file to write, relative to the working directory. */
function fileName({ config }: InitOptions): string {
  const file = config ?? findConfig(process.cwd()) ?? configFiles[0];
  return relative(process.cwd(), resolve(file)) || file;
}

async function report(
  found: Survey,
  { name, base }: { readonly name: string; readonly base: string },
  options: InitOptions,
  io: Io,
): Promise<CommandStatus> {
  const findings = findingsOf(found, options.origin ?? []);
  io.stdout.write(surveyText(found, findings));
  const openapi =
    options.openapi === undefined
      ? undefined
      : `./${relative(dirname(resolve(name)), resolve(options.openapi))}`;
  return write(name, configText(findings, { fileName: name, url: base, openapi }), io);
}

function urlProblems(url: string | undefined, { openapi, origin }: InitOptions): readonly string[] {
  if (url === undefined) {
    const without = [...(openapi === undefined ? [] : ['--openapi']), ...(origin === undefined ? [] : ['--origin'])]; // prettier-ignore
    return without.map(
      (option) => `${option} needs the URL of the server: corspec init http://localhost:3000`,
    );
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

type Asked =
  | { readonly ok: true; readonly url: string; readonly base: string }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The URL itself; with a document, that of its first path with GET. */
async function askedUrl(url: string | undefined, { openapi }: InitOptions): Promise<Asked> {
  if (url === undefined) return { ok: false, problems: [] };
  if (openapi === undefined || !URL.canParse(url)) return { ok: true, url, base: url };
  const document = await readOpenApi(openapi);
  if (!document.ok) return { ok: false, problems: document.reason };
  const base = baseUrlOf(document.value, url);
  const { endpoints } = endpointsOf(document.value);
  const plain = endpoints.filter(({ methods }) => methods.includes('GET'));
  const endpoint = plain.find(({ parameters }) => parameters.length === 0) ?? plain[0] ?? endpoints[0];
  if (endpoint === undefined || !base.ok)
    return { ok: false, problems: [`${openapi}: the document has no path with an operation.`] };
  return { ok: true, url: `${base.url}${endpoint.request}`, base: url };
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
