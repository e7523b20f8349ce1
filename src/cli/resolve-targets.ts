import { unmasked } from '../results/redaction.ts';
import { shortSecret } from './problems.ts';
import { dirname, resolve } from 'node:path';
import { isToken } from '../fetch-standard/index.ts';
import { badPortList, isBadPort } from '../fetch-standard/index.ts';
import { didYouMean } from '../text/nearest.ts';
import { parseRoutes } from '../targets/routes-file.ts';
import type { ImplementationTarget, TargetRequest, UrlTarget } from '../targets/target-request.ts';
import { shellQuote } from '../text/shell.ts';
import type { RawHeader } from '../results/exchange.ts';
import type { Implementation } from '../targets/index.ts';
import type { CommandInputs } from './catalogue.ts';
import { quoted, type CommandLine, type Finding, type RunOptions } from './command-line.ts';

type UrlOptions = Omit<UrlTarget, 'kind' | 'url'>;

/** The targets that a command line names, or all implementations for `compare` without any. */
export function resolveTargets(
  line: CommandLine,
  material: CommandInputs,
): Finding<readonly TargetRequest[]> {
  const url = resolveUrlOptions(line.options, material);
  const found = [...new Set(line.targets)].map((target) => resolveTarget(target, line, material, url.value));
  const value =
    line.targets.length === 0 ? defaultTargets(line, material) : found.flatMap(({ value }) => value);
  const problems = [
    ...missingTarget(line),
    ...material.serverFolders.values(),
    ...found.flatMap((one) => one.problems),
    ...url.problems,
    ...clashes(value),
  ];
  return {
    value,
    problems,
    warnings: [
      ...withoutEffect(line.options, value),
      ...unusable(line, material),
      ...unmasked(url.value.headers).map((name) => `--target-header ${shortSecret(name)}`),
    ],
  };
}

function missingTarget({ command, targets }: CommandLine): string[] {
  if (command === 'compare' || targets.length > 0) return [];
  return [
    'there is no TARGET. Name a URL with its policy, `corspec run http://localhost:3000 --origin https://app.example.com`, ' +
      'or an implementation of `corspec list servers`, `corspec run ID`.',
  ];
}

function defaultTargets(
  { command, options }: CommandLine,
  { implementations }: CommandInputs,
): TargetRequest[] {
  return command === 'run' ? [] : implementations.map((implementation) => byId(implementation, options));
}

/** An implementation that is known by its id; with the folder of `--servers` that it is in, if it is in one. */
function byId(implementation: Implementation, { servers = [] }: RunOptions): ImplementationTarget {
  const folder = servers.find((name) => resolve(name) === dirname(implementation.folder));
  const typed = folder === undefined ? {} : { typed: `${implementation.id} --servers ${shellQuote(folder)}` };
  return { kind: 'implementation', implementation, ...typed };
}

function resolveTarget(
  target: string,
  line: CommandLine,
  material: CommandInputs,
  url: UrlOptions,
): Finding<readonly TargetRequest[]> {
  const known = material.implementations.find(({ id }) => id === target);
  if (known !== undefined) return found(byId(known, line.options));
  const broken = material.unusable.find(({ id }) => id === target);
  if (broken !== undefined) return nothing(broken.message);
  const folder = material.folders.get(target);
  if (folder?.ok === true) {
    const { implementation } = folder;
    return found({ kind: 'implementation', implementation, typed: shellQuote(target) });
  }
  if (folder?.ok === false) return nothing(folder.reason);

  if (!looksLikeUrl(target)) return nothing(unknownTarget(target, material));
  const problem = urlProblem(target) ?? blockedPortProblem(target);
  if (problem !== undefined) return nothing(`${quoted(target)}: ${problem}`);
  if (line.command === 'compare')
    return nothing(`${quoted(target)}: compare takes implementations; for a URL there is \`corspec run\`.`);
  return found({ kind: 'url', url: new URL(target).href, ...url });
}

function found(target: TargetRequest): Finding<readonly TargetRequest[]> {
  return { value: [target], problems: [] };
}

function nothing(problem: string): Finding<readonly TargetRequest[]> {
  return { value: [], problems: [problem] };
}

/** `http://…`, and what people type for it: `localhost:3000`, `api.example.com/users`. */
function looksLikeUrl(target: string): boolean {
  return (
    target.includes('://') ||
    /^(localhost|\[[\da-f:.]+\]|[\w-]+(\.[\w-]+)+|[\w-]+(?=:\d))(:\d+)?([/?#]|$)/i.test(target)
  );
}

/** About a URL that requests are to go to: what is wrong with it and what to write instead, or nothing. */
export function urlProblem(target: string): string | undefined {
  if (!target.includes('://')) {
    const scheme = /^(localhost|127\.|\[|[\w-]+:)/i.test(target) ? 'http' : 'https';
    return `a URL has a scheme. Did you mean ${scheme}://${target}?`;
  }
  if (!URL.canParse(target)) return 'this is no URL. Write one such as http://localhost:3000/api.';
  const url = new URL(target);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `corspec tests http and https; ${url.protocol}// is neither.`;
  if (url.username !== '' || url.password !== '')
    return "browsers refuse to fetch a URL with a user name or password. Take it out, and use --target-header 'Authorization: Basic …'.";
  if (url.hash !== '') return 'a fragment never reaches a server. Take it out.';
  return undefined;
}

/** A run has nothing to observe at such a port; `corspec explain` takes it, and explains why. */
function blockedPortProblem(url: string): string | undefined {
  if (!isBadPort(new URL(url))) return undefined;
  const { port } = new URL(url);
  return `browsers send no request to port ${port}, which is reserved for another protocol (${badPortList}). Start the server on another port, such as 3000 or 8080.`;
}

function unknownTarget(target: string, { implementations }: CommandInputs): string {
  if (/^[.~]|[\\/]/.test(target))
    return `${quoted(target)}: there is no such folder. A TARGET is a URL, the id of an implementation, or a folder with a server.json.`;
  const near = didYouMean(target, implementations.map(({ id }) => id)); // prettier-ignore
  return `${quoted(target)}: no implementation has this id.${near} \`corspec list servers\` shows them all.`;
}

/** Results know a target by its id. */
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

function resolveUrlOptions(options: RunOptions, material: CommandInputs): Finding<UrlOptions> {
  const routes = resolveRoutes(options.routes, material);
  const headers = (options.targetHeader ?? []).map(resolveHeader);
  return {
    value: {
      routes: routes.value,
      allowWrites: options.allowWrites ?? false,
      headers: headers.flatMap(({ value }) => value),
      insecure: options.insecure ?? false,
      ...commandOptions(
        options,
        headers.flatMap(({ value }) => value),
      ),
    },
    problems: [...routes.problems, ...headers.flatMap(({ problems }) => problems)],
  };
}

/** The same options again, for the command that reproduces a result. The values of headers may be secrets. */
function commandOptions(
  options: RunOptions,
  headers: readonly RawHeader[],
): Pick<UrlTarget, 'commandOptions'> {
  const words = [
    ...(options.routes === undefined ? [] : ['--routes', options.routes]),
    ...(options.allowWrites ? ['--allow-writes'] : []),
    ...headers.flatMap(([name]) => ['--target-header', `${name}: …`]),
    ...(options.insecure ? ['--insecure'] : []),
  ];
  return words.length === 0 ? {} : { commandOptions: words.map(shellQuote).join(' ') };
}

function resolveRoutes(option: string | undefined, { texts }: CommandInputs): Finding<UrlTarget['routes']> {
  if (option === undefined) return { value: {}, problems: [] };
  if (option === 'standard') return { value: 'standard', problems: [] };
  const file = texts.get(option);
  if (file?.ok !== true)
    return {
      value: {},
      problems: [
        `--routes ${quoted(option)}: ${file?.reason ?? 'it was not read'}. Name a JSON file, or "standard".`,
      ],
    };
  const parsed = parseRoutes(file.text, option);
  return parsed.ok ? { value: parsed.routes, problems: [] } : { value: {}, problems: parsed.problems };
}

/** What a request is made of, or what CORS is about: another value there would test something else. */
const ownedByBrowser = new Set([
  'access-control-request-headers', 'access-control-request-method', 'connection', 'content-length', 'host', 'origin',
  'transfer-encoding', 'upgrade',
]); // prettier-ignore

function resolveHeader(text: string): Finding<readonly RawHeader[]> {
  const refuse = (says: string) => ({ value: [], problems: [`--target-header ${says}`] });
  const colon = text.indexOf(':');
  // The value may be a secret: messages show the name alone.
  if (colon === -1) return refuse("has no colon. Write 'Name: value', as in 'Authorization: Bearer …'.");
  const name = text.slice(0, colon).trim();
  const value = text.slice(colon + 1).trim();
  if (!isToken(name)) return refuse(`${quoted(name)}: it is no name of a header. Write 'Name: value'.`);
  if (ownedByBrowser.has(name.toLowerCase()))
    return refuse(
      `${quoted(name)}: the browser sets this one; another value would test something else. Leave it out.`,
    );
  if (value === '') return refuse(`${quoted(name)}: it has no value. Write '${name}: value'.`);
  if ([...value].some(isUnfit))
    return refuse(`${quoted(name)}: its value has characters that no header can carry. Take them out.`);
  return { value: [[name, value]], problems: [] };
}

/** Controls, and whatever is no single byte: the bytes of a header's value are Latin-1 (`#concept-header-value`). */
function isUnfit(character: string): boolean {
  return (character < ' ' && character !== '\t') || character === '\u007F' || character > '\u00FF';
}

/** Options about a URL do nothing to implementations. That is no mistake, and may be a misunderstanding. */
function withoutEffect(options: RunOptions, targets: readonly TargetRequest[]): string[] {
  if (targets.length === 0 || targets.some(({ kind }) => kind === 'url')) return [];
  const given = [
    ...(options.routes === undefined ? [] : ['--routes']),
    ...(options.allowWrites === undefined ? [] : ['--allow-writes']),
    ...(options.targetHeader === undefined ? [] : ['--target-header']),
    ...(options.insecure === undefined ? [] : ['--insecure']),
  ];
  return given.map(
    (name) => `${name} is about a URL, and does nothing here: every target is an implementation.`,
  );
}

function unusable({ command, targets }: CommandLine, material: CommandInputs): string[] {
  if (command === 'run' || targets.length > 0) return [];
  return material.unusable.map(({ message }) => `left out: ${message}`);
}
