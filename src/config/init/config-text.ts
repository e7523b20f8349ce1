import { causeTitle } from '../../causes/texts.ts';
import { policyKeys } from '../../policy/policy.ts';
import { printable } from '../../text/printable.ts';
import type { Found } from './findings.ts';
import { policiesByPath } from './path-groups.ts';
import type { PathSurvey } from './path-survey.ts';
import { untestedText } from './untested.ts';

/** What a configuration has: policies by name, and one target. */
interface Content {
  /** Of the configuration: how types are written depends on it. */
  readonly fileName: string;
  /** The server that was asked; null: none. */
  readonly url: string | null;
  readonly policies: readonly { readonly name: string; readonly found: Found }[];
  readonly target: Readonly<Record<string, unknown>>;
  /** The target as it is written in a script: lines. */
  readonly targetLines: readonly string[];
}

/** The text of a configuration that states what a server does. */
export function configText(found: Found, fileName: string, url: string): string {
  const target = { url, policy: 'app' };
  const targetLines = [`  targets: [${literal(target)}],`];
  return textOf({ fileName, url, policies: [{ name: 'app', found }], target, targetLines });
}

export interface DocumentTextOptions {
  readonly fileName: string;
  readonly baseUrl: string;
  /** An OpenAPI document, relative to the configuration. */
  readonly openapi: string;
}

/** The text of a configuration that states what a server does on every path of a document. */
export function documentConfigText(
  { groups, untested }: PathSurvey,
  { fileName, baseUrl, openapi }: DocumentTextOptions,
): string {
  const reasons = new Map(untested.map((one) => [one.path, untestedText(one)]));
  const patterns = policiesByPath(groups, [...reasons.keys()]);
  const lines = patterns.flatMap(([pattern, policy]) => {
    const reason = reasons.get(pattern);
    const comment = policy === null && reason !== undefined ? [`// Not tested: ${printable(reason)}.`] : [];
    return [...comment, `${literal(pattern)}: ${literal(policy)},`].map((line) => `        ${line}`);
  });
  return textOf({
    fileName,
    url: baseUrl,
    policies: groups,
    target: { openapi, baseUrl, policies: Object.fromEntries(patterns) },
    targetLines: [
      '  targets: [',
      '    {',
      `      openapi: ${literal(openapi)},`,
      `      baseUrl: ${literal(baseUrl)},`,
      '      // The first pattern that matches a path counts.',
      '      policies: {',
      ...lines,
      '      },',
      '    },',
      '  ],',
    ],
  });
}

function textOf({ fileName, url, policies, target, targetLines }: Content): string {
  if (fileName.endsWith('.json')) {
    const byName = Object.fromEntries(policies.map(({ name, found }) => [name, found.policy]));
    return `${JSON.stringify({ policies: byName, targets: [target] }, null, 2)}\n`;
  }
  const about =
    url === null
      ? ['// Say what your server should allow, and where it is.']
      : [`// What ${printable(url)} allowed when \`corspec init\` asked it. Change it to what the server should allow:`]; // prettier-ignore
  const lines = [
    ...(isTyped(fileName) ? ["import type { Config } from 'corspec';", ''] : []),
    ...about,
    '// `corspec run` tests whether it does.',
    ...(isTyped(fileName) ? [] : ["/** @type {import('corspec').Config} */"]),
    'export default {',
    '  policies: {',
    ...policies.flatMap(({ name, found }) => [`    ${keyText(name)}: {`, ...policyLines(found), '    },']),
    '  },',
    ...targetLines,
    isTyped(fileName) ? '} satisfies Config;' : '};',
  ];
  return `${lines.join('\n')}\n`;
}

function isTyped(fileName: string): boolean {
  return /\.m?ts$/.test(fileName);
}

function policyLines({ policy, dangers, unknownOrigins }: Found): readonly string[] {
  const warnings = dangers.flatMap((cause) => [
    `// Wrong today: ${printable(causeTitle(cause))}. The policy does not allow it, so \`corspec run\` fails until it is fixed.`,
  ]);
  return policyKeys.flatMap((key) => {
    const value = policy[key];
    if (value === undefined) return [];
    const comments =
      key === 'origins' ? [...warnings, ...originComments(unknownOrigins, policy.origins)] : [];
    return [...comments, `${key}: ${literal(value)},`].map((line) => `      ${line}`);
  });
}

function originComments(unknown: Found['unknownOrigins'], origins: unknown): readonly string[] {
  if (unknown === 'reflected') return ['// TODO: the origins of your pages. This one is an example.'];
  if (unknown === 'others')
    return [
      '// TODO: the server allows some origins, but none that was asked for. List those of your pages.',
    ];
  if (origins === '*') return ['// Every site can read the responses. List origins if that is not intended.'];
  return Array.isArray(origins) && origins.length === 0 ? ['// No other origin can read the responses.'] : [];
}

/** As prettier writes it. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${printable(value).replace(/['\\]/g, '\\$&')}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${keyText(key)}: ${literal(inner)}`);
  return `{ ${entries.join(', ')} }`;
}

function keyText(key: string): string {
  return /^[a-z]\w*$/i.test(key) ? key : literal(key);
}

/** The configuration of a server that is not known yet. */
export function templateText(fileName: string): string {
  const policy = { origins: ['https://app.example.com'], credentials: false, methods: ['GET', 'POST'], requestHeaders: ['content-type'] }; // prettier-ignore
  const target = { url: 'http://localhost:3000/api', policy: 'app' };
  return textOf({
    fileName,
    url: null,
    policies: [{ name: 'app', found: { policy, dangers: [], unknownOrigins: null } }],
    target,
    targetLines: [`  targets: [${literal(target)}],`],
  });
}
