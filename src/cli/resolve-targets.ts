import { dirname, resolve } from 'node:path';
import { blockedPortProblem, urlProblem } from '../options/target-url.ts';
import { didYouMean } from '../text/nearest.ts';
import type { ImplementationTarget, TargetRequest } from '../targets/target-request.ts';
import { shellQuote } from '../text/shell.ts';
import type { Implementation } from '../targets/index.ts';
import type { CommandInputs, Configuration } from './catalogue.ts';
import { openApiTargets } from './resolve-openapi.ts';
import { givenUrlOptions, resolveUrlOptions, type UrlOptions } from './resolve-url-options.ts';
import type { CommandLine, RunOptions } from './command-line.ts';
import { quoted, type Validated } from '../options/validated.ts';

/** The targets that a command line names; for `compare` the default is all implementations. */
export function resolveTargets(
  line: CommandLine,
  inputs: CommandInputs,
): Validated<readonly TargetRequest[]> {
  if (inputs.configuration !== undefined) return configuredTargets(line, inputs.configuration);
  const url = resolveUrlOptions(line.options, inputs);
  if (inputs.openapi !== undefined) {
    const found = openApiTargets(line, inputs.openapi, url.value);
    return { ...found, problems: [...found.problems, ...url.problems], warnings: url.warnings ?? [] };
  }
  const found = [...new Set(line.targets)].map((target) => resolveTarget(target, line, inputs, url.value));
  const value =
    line.targets.length === 0 ? defaultTargets(line, inputs) : found.flatMap(({ value }) => value);
  const problems = [
    ...missingTarget(line),
    ...(line.options.baseUrl === undefined
      ? []
      : ['--base-url is for --openapi: it says where the API of the document is.']),
    ...inputs.serverFolders.values(),
    ...found.flatMap((one) => one.problems),
    ...url.problems,
    ...clashes(value),
  ];
  return {
    value,
    problems,
    warnings: [...withoutEffect(line.options, value), ...unusable(line, inputs), ...(url.warnings ?? [])],
  };
}

/** All targets of the configuration, or those that are named. */
function configuredTargets(
  { targets: names, options }: CommandLine,
  { file, targets, warnings }: Configuration,
): Validated<readonly TargetRequest[]> {
  const known = targets.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const wanted = names.length === 0 ? targets : targets.filter(({ name = '' }) => names.includes(name));
  const allowWrites = options.allowWrites === true ? { allowWrites: true } : {};
  const insecure = options.insecure === true ? { insecure: true } : {};
  const others = [
    ...givenUrlOptions(options),
    ...(options.baseUrl === undefined ? [] : ['--base-url']),
  ].filter((name) => !['--allow-writes', '--insecure'].includes(name));
  return {
    value: wanted.map((target) => ({ ...target, ...allowWrites, ...insecure })),
    problems: [
      ...names
        .filter((name) => !known.includes(name))
        .map(
          (name) =>
            `${quoted(name)}: ${file.name} has no target of this name, and corspec no implementation.${didYouMean(name, known)} Targets: ${known.join(', ')}.`,
        ),
      ...others.map((name) => `${name}: the targets are those of ${file.name}. Write it there.`),
    ],
    warnings,
  };
}

function missingTarget({ command, targets }: CommandLine): string[] {
  if (command === 'compare' || targets.length > 0) return [];
  return [
    'TARGET is missing. Give a URL with its policy, `corspec run http://localhost:3000 --origin https://app.example.com`; ' +
      'the id of an implementation, `corspec run ID` (see `corspec list servers`); or write a configuration file: ' +
      '`corspec init http://localhost:3000` does.',
  ];
}

function defaultTargets(
  { command, options }: CommandLine,
  { implementations }: CommandInputs,
): TargetRequest[] {
  return command === 'run' ? [] : implementations.map((implementation) => byId(implementation, options));
}

/** An implementation that was named by its id, with the `--servers` folder that contains it, if any. */
function byId(implementation: Implementation, { servers = [] }: RunOptions): ImplementationTarget {
  const folder = servers.find((name) => resolve(name) === dirname(implementation.folder));
  const typed = folder === undefined ? {} : { typed: `${implementation.id} --servers ${shellQuote(folder)}` };
  return { kind: 'implementation', implementation, ...typed };
}

function resolveTarget(
  target: string,
  line: CommandLine,
  inputs: CommandInputs,
  url: UrlOptions,
): Validated<readonly TargetRequest[]> {
  const known = inputs.implementations.find(({ id }) => id === target);
  if (known !== undefined) return found(byId(known, line.options));
  const broken = inputs.unusable.find(({ id }) => id === target);
  if (broken !== undefined) return problemOf(broken.message);
  const folder = inputs.folders.get(target);
  if (folder?.ok === true) {
    const { implementation } = folder;
    return found({ kind: 'implementation', implementation, typed: shellQuote(target) });
  }
  if (folder?.ok === false) return problemOf(folder.reason);

  if (!looksLikeUrl(target)) return problemOf(unknownTarget(target, inputs));
  const problem = urlProblem(target) ?? blockedPortProblem(target);
  if (problem !== undefined) return problemOf(`${quoted(target)}: ${problem}`);
  if (line.command === 'compare')
    return problemOf(
      `${quoted(target)}: \`corspec compare\` takes implementations. For a URL, use \`corspec run\`.`,
    );
  return found({ kind: 'url', url: new URL(target).href, ...url });
}

function found(target: TargetRequest): Validated<readonly TargetRequest[]> {
  return { value: [target], problems: [] };
}

function problemOf(problem: string): Validated<readonly TargetRequest[]> {
  return { value: [], problems: [problem] };
}

/** Whether a TARGET means something without a configuration. */
export function isTarget(target: string, { implementations, unusable, folders }: CommandInputs): boolean {
  const isId = [...implementations, ...unusable].some(({ id }) => id === target);
  return isId || folders.has(target) || looksLikeUrl(target);
}

/** `http://…`, or a URL without its scheme: `localhost:3000`, `api.example.com/users`. */
function looksLikeUrl(target: string): boolean {
  return (
    target.includes('://') ||
    /^(localhost|\[[\da-f:.]+\]|[\w-]+(\.[\w-]+)+|[\w-]+(?=:\d))(:\d+)?([/?#]|$)/i.test(target)
  );
}

function unknownTarget(target: string, { implementations }: CommandInputs): string {
  if (/^[.~]|[\\/]/.test(target))
    return `${quoted(target)}: folder not found. A TARGET is a URL, an implementation id, or a folder with a server.json.`;
  const near = didYouMean(target, implementations.map(({ id }) => id)); // prettier-ignore
  return `${quoted(target)}: unknown implementation.${near} \`corspec list servers\` lists them all.`;
}

/** Ids of targets are unique in results. */
function clashes(targets: readonly TargetRequest[]): string[] {
  const folders = new Map<string, string>();
  return targets.flatMap((target) => {
    if (target.kind === 'url') return [];
    const { id, folder } = target.implementation;
    const first = folders.get(id);
    folders.set(id, first ?? folder);
    if (first === undefined || first === folder) return [];
    return [
      `${quoted(id)}: two folders have this name, ${quoted(first)} and ${quoted(folder)}. Rename one of them.`,
    ];
  });
}

/** Options for a URL have no effect on implementations: a warning, not an error. */
function withoutEffect(options: RunOptions, targets: readonly TargetRequest[]): string[] {
  if (targets.length === 0 || targets.some(({ kind }) => kind === 'url')) return [];
  return givenUrlOptions(options).map(
    (name) => `${name} has no effect: it is for targets at a URL, and every target is an implementation.`,
  );
}

function unusable({ command, targets }: CommandLine, inputs: CommandInputs): string[] {
  if (command === 'run' || targets.length > 0) return [];
  return inputs.unusable.map(({ message }) => `skipped: ${message}`);
}
