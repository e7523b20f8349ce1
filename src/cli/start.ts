#!/usr/bin/env node
/**
 * `npm start`: a demonstration that needs no arguments. Installs a browser when there is none, compares the
 * implementations that need only Node.js, and prints where the report is.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBrowser } from '../browsers/index.ts';
import { availability, builtInServers, findImplementations, type Implementation } from '../targets/index.ts';
import { printable } from '../text/printable.ts';
import type { CommandLine } from './command-line.ts';
import { withInterrupts } from './interrupts.ts';
import type { Io } from './output.ts';
import { guard } from './process-guard.ts';
import { runCommand, type CommandStatus } from './run-command.ts';
import { loadServices } from './services.ts';

const reportFile = 'corspec-report.html';
const resultsFile = 'corspec-results.json';

/** What most servers have: a list of origins, without and with credentials, and everyone. All policies take several minutes. */
const usualPolicies = ['allowlist', 'credentialed', 'public'];

const usage = `npm start compares the implementations that need only Node.js under three policies, and writes ${reportFile}. It takes no options.
Other comparisons: npx corspec compare --help. Your own server: npx corspec run --help.
`;

const io: Io = { stdout: process.stdout, stderr: process.stderr, env: process.env };
await guard(io, () => start(process.argv.slice(2)));

async function start(args: readonly string[]): Promise<CommandStatus> {
  if (args.length > 0) return printUsage(args);
  try {
    await ensureBrowser((line) => io.stderr.write(`${printable(line)}\n`));
  } catch (error) {
    io.stderr.write(`corspec: ${error instanceof Error ? error.message : String(error)}\n`);
    return 3;
  }
  const services = await loadServices();
  const targets = await nodeImplementations();
  const status = await withInterrupts(io, (signal) => runCommand(compareOf(targets), services, io, signal));
  if (status === 0) io.stdout.write(closing());
  return status;
}

/** `npm start -- --help` prints the usage; any other argument is an error. Neither starts the comparison. */
function printUsage([first = '']: readonly string[]): CommandStatus {
  if (first === '--help' || first === '-h') {
    io.stdout.write(usage);
    return 0;
  }
  io.stderr.write(`npm start: unknown argument ${printable(first)}\n${usage}`);
  return 2;
}

function compareOf(targets: readonly string[]): CommandLine {
  const reporter = ['terminal', `html=${reportFile}`, `json=${resultsFile}`];
  return { command: 'compare', targets, options: { reporter, policy: usualPolicies } };
}

/** The ids of the built-in implementations that need only Node.js. */
async function nodeImplementations(): Promise<readonly string[]> {
  const { implementations } = await findImplementations([builtInServers]);
  const usable = await Promise.all(implementations.map(isForNode));
  return implementations.filter((_, index) => usable[index]).map(({ id }) => id);
}

async function isForNode(implementation: Implementation): Promise<boolean> {
  const isScript = ['JavaScript', 'TypeScript'].includes(implementation.manifest.language);
  return isScript && (await availability(implementation)).available;
}

function closing(): string {
  const path = resolve(reportFile);
  return `
Report, with the exchanges of every failure:
  ${path}
  ${pathToFileURL(path).href}

What to do next:
  npx corspec run http://localhost:3000 --origin https://app.example.com   test your own server
  npx corspec run ID --policy allowlist                                    test one implementation
  npx corspec compare                                                      all policies, all libraries (several minutes)
  npx corspec list                                                         list scenarios, servers, policies, …
`;
}
