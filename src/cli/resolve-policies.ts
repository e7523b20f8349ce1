import { basename } from 'node:path';
import type { Declaration } from '../../reports/reporter.ts';
import { positionOfKey } from '../text/json-text.ts';
import { didYouMean } from '../text/nearest.ts';
import { checkPolicy, parsePolicy, type PolicyProblem } from '../policy/policy-file.ts';
import type { TargetRequest } from '../targets/target-request.ts';
import { policyKeys, type Policy } from '../policy/policy.ts';
import type { Catalogue, CommandInputs, Configuration } from './catalogue.ts';
import type { CommandLine, RunOptions } from './command-line.ts';
import { members, quoted, type Validated } from '../options/validated.ts';
import { shellQuote } from '../text/shell.ts';

/** A policy with its name in results and the command-line options that select it. */
interface NamedPolicy {
  readonly name: string;
  readonly policy: Policy;
  readonly argument: string;
  readonly builtIn: boolean;
  /** The file that has it, and its text. */
  readonly file?: { readonly path: string; readonly text: string };
}

type Named = Validated<readonly NamedPolicy[]>;

export interface ResolvedPolicies {
  readonly policies: Readonly<Record<string, Policy>>;
  readonly policyArguments: Readonly<Record<string, string>>;
  /** Where each policy that is in a file is written. */
  readonly declarations: Readonly<Record<string, Declaration>>;
}

/** The policies that a command line names; for implementations the default is all built-in ones. */
export function resolvePolicies(
  line: CommandLine,
  targets: readonly TargetRequest[],
  inputs: CommandInputs,
  catalogue: Catalogue,
): Validated<ResolvedPolicies> {
  if (inputs.configuration !== undefined) return configuredPolicies(line, targets, inputs.configuration);
  const { policy: options = [] } = line.options;
  const parts = givenParts(line.options);
  const hasUrl = targets.some(({ kind }) => kind === 'url');
  const named = [...new Set(options)].map((option) => resolveOption(option, inputs, catalogue));
  const fromParts = parts.length > 0 ? resolveParts(line.options) : empty;
  const chosen = [...named.flatMap(({ value }) => value), ...fromParts.value];
  const none = options.length === 0 && parts.length === 0;
  const value = none && !hasUrl ? builtIns(catalogue) : chosen;
  return {
    value: {
      policies: Object.fromEntries(value.map(({ name, policy }) => [name, policy])),
      policyArguments: Object.fromEntries(value.map(({ name, argument }) => [name, argument])),
      declarations: Object.fromEntries(
        value.flatMap(({ name, file }) => (file === undefined ? [] : [[name, declarationIn(file)]])),
      ),
    },
    problems: [
      ...named.flatMap(({ problems }) => problems),
      ...fromParts.problems,
      ...mixed(options, parts),
      ...forUrl(hasUrl, options, none),
      ...clashes(value),
    ],
    warnings: value.filter(({ builtIn }) => !builtIn).flatMap(anyWithCredentials),
  };
}

/** The policies of these targets of the configuration. */
function configuredPolicies(
  { options }: CommandLine,
  targets: readonly TargetRequest[],
  { file, policies, places }: Configuration,
): Validated<ResolvedPolicies> {
  const used = new Set(targets.flatMap((target) => (target.kind === 'url' ? (target.policies ?? []) : [])));
  const isUsed = ([name]: readonly [string, unknown]) => used.has(name);
  const given = [...(options.policy === undefined ? [] : ['--policy']), ...givenParts(options).map((part) => partNames[part])]; // prettier-ignore
  return {
    value: {
      policies: Object.fromEntries(Object.entries(policies).filter(isUsed)),
      policyArguments: {},
      declarations: Object.fromEntries(Object.entries(places).filter(isUsed)),
    },
    problems: given.map((name) => `${name}: the policies are those of ${file.name}. Write it there.`),
  };
}

const empty: Named = { value: [], problems: [] };

function builtIns({ policies }: Catalogue): NamedPolicy[] {
  return Object.entries(policies).map(([name, policy]) => builtIn(name, policy));
}

function builtIn(name: string, policy: Policy): NamedPolicy {
  return { name, policy, argument: `--policy ${shellQuote(name)}`, builtIn: true };
}

/** `--policy FILE|NAME`: a file, unless it is the name of a built-in policy. */
export function isPolicyFile(option: string, catalogue: Catalogue): boolean {
  return !Object.hasOwn(catalogue.policies, option);
}

function resolveOption(option: string, { texts }: CommandInputs, catalogue: Catalogue): Named {
  const known = Object.hasOwn(catalogue.policies, option) ? catalogue.policies[option] : undefined;
  if (known !== undefined) return { value: [builtIn(option, known)], problems: [] };
  const file = texts.get(option);
  if (file?.ok !== true) return { value: [], problems: [unknownPolicy(option, file?.reason, catalogue)] };
  const parsed = parsePolicy(file.text, option);
  if (!parsed.ok) return { value: [], problems: parsed.reason };
  const name = basename(option).replace(/(?<=.)\.[^.]*$/, '');
  return {
    value: [
      {
        name,
        policy: parsed.value,
        argument: `--policy ${shellQuote(option)}`,
        builtIn: false,
        file: { path: option, text: file.text },
      },
    ],
    problems: [],
  };
}

/** The lines of the policy's keys. */
function declarationIn({ path, text }: NonNullable<NamedPolicy['file']>): Declaration {
  const lines = policyKeys.map((key) => [key, positionOfKey(text, [key]).line] as const);
  return { file: path, lines: Object.fromEntries(lines) };
}

function unknownPolicy(option: string, reason: string | undefined, { policies }: Catalogue): string {
  if (/[\\/]|\.json$/i.test(option)) return `--policy ${quoted(option)}: ${reason ?? 'it was not read'}.`;
  const names = Object.keys(policies);
  return (
    `--policy ${quoted(option)}: neither a built-in policy nor a file.${didYouMean(option, names)} ` +
    `Built-in policies: ${names.join(', ')}.`
  );
}

/** The options that are parts of a policy, with the field of each. */
const partNames = {
  origin: '--origin',
  credentials: '--credentials',
  methods: '--methods',
  requestHeaders: '--request-headers',
  expose: '--expose',
  maxAge: '--max-age',
} as const satisfies Partial<Record<keyof RunOptions, string>>;

type Part = keyof typeof partNames;

function givenParts(options: RunOptions): readonly Part[] {
  return (Object.keys(partNames) as Part[]).filter((part) => options[part] !== undefined);
}

function resolveParts(options: RunOptions): Named {
  const checked = checkPolicy(policyOfParts(options));
  const problems = checked.ok ? [] : checked.reason.map(partProblem);
  if (options.origin === undefined && options.policy === undefined)
    problems.unshift(
      `${givenParts(options).map((part) => partNames[part]).join(', ')}: the policy has no origin. ` +
        "Add --origin https://app.example.com (repeatable), or --origin '*' for any origin.",
    ); // prettier-ignore
  if (!checked.ok) return { value: [], problems };
  const argument = argumentOfParts(options);
  return { value: [{ name: 'policy', policy: checked.value, argument, builtIn: false }], problems };
}

/** Only the fields whose option is given. An invalid number stays text, for the message. */
function policyOfParts(options: RunOptions): Record<string, unknown> {
  const { origin, credentials, methods, requestHeaders, expose, maxAge } = options;
  return {
    ...(origin && { origins: origin.length === 1 && origin[0] === '*' ? '*' : [...new Set(origin)] }),
    ...(credentials !== undefined && { credentials }),
    ...(methods !== undefined && { methods: listOf(methods) }),
    ...(requestHeaders !== undefined && { requestHeaders: listOf(requestHeaders) }),
    ...(expose !== undefined && { exposedHeaders: listOf(expose) }),
    ...(maxAge !== undefined && { maxAge: /^-?\d+(\.\d+)?$/.test(maxAge) ? Number(maxAge) : maxAge }),
  };
}

function listOf(list: string): '*' | readonly string[] {
  return list.trim() === '*' ? '*' : members([list]);
}

const optionOfField: Readonly<Record<string, string>> = {
  origins: partNames.origin,
  credentials: partNames.credentials,
  methods: partNames.methods,
  requestHeaders: partNames.requestHeaders,
  exposedHeaders: partNames.expose,
  maxAge: partNames.maxAge,
};

function partProblem({ path, value, message }: PolicyProblem): string {
  return `${optionOfField[String(path[0])] ?? String(path[0])} ${JSON.stringify(value)}: ${message}.`;
}

function argumentOfParts(options: RunOptions): string {
  const words = givenParts(options).flatMap((part) => wordsOf(part, options[part]));
  return words.map(shellQuote).join(' ');
}

function wordsOf(part: Part, value: RunOptions[Part]): string[] {
  if (value === false) return ['--no-credentials'];
  if (value === true) return ['--credentials'];
  return [value ?? []].flat().flatMap((one) => [partNames[part], one]);
}

function mixed(options: readonly string[], parts: readonly Part[]): string[] {
  if (options.length === 0 || parts.length === 0) return [];
  const names = parts.map((part) => partNames[part]).join(', ');
  return [
    `--policy ${quoted(options[0] ?? '')} and ${names} cannot be combined. ` +
      'Change the file, or omit --policy and give all parts as options.',
  ];
}

function forUrl(hasUrl: boolean, options: readonly string[], none: boolean): string[] {
  if (hasUrl && none)
    return [
      'a URL requires a policy: what the server intends to allow. Use --policy FILE, or options such as ' +
        '--origin https://app.example.com --credentials --methods GET,PUT --request-headers content-type.',
    ];
  if (hasUrl && options.length > 1)
    return [`--policy: a server at a URL has one policy, but ${options.length} are given. Keep one of them.`];
  return [];
}

/** Names of policies are unique in results. */
function clashes(policies: readonly NamedPolicy[]): string[] {
  return policies.flatMap(({ name, argument }, index) => {
    const first = policies.slice(0, index).find((other) => other.name === name);
    if (first === undefined) return [];
    return [
      `${first.argument} and ${argument}: both policies have the name ${quoted(name)}. Rename one of the files.`,
    ];
  });
}

function anyWithCredentials({ policy, argument }: NamedPolicy): string[] {
  if (policy.origins !== '*' || policy.credentials !== true) return [];
  return [
    `${argument}: with any origin and credentials, every site can read the responses to a visitor's requests with cookies. ` +
      'A server that applies this policy fails security checks.',
  ];
}
