import { causeTitle } from '../../causes/texts.ts';
import { policyKeys } from '../../policy/policy.ts';
import { printable } from '../../text/printable.ts';
import type { Found } from './findings.ts';

export interface ConfigTextOptions {
  /** Of the configuration: how types are written depends on it. */
  readonly fileName: string;
  readonly url: string;
  /** An OpenAPI document, relative to the configuration. */
  readonly openapi?: string | undefined;
}

/** The text of a configuration that states what a server does. */
export function configText(found: Found, options: ConfigTextOptions): string {
  const { fileName, url, openapi } = options;
  const target =
    openapi === undefined ? { url, policy: 'app' } : { openapi, baseUrl: url, policies: { '/**': 'app' } };
  if (fileName.endsWith('.json'))
    return `${JSON.stringify({ policies: { app: found.policy }, targets: [target] }, null, 2)}\n`;
  const lines = [
    ...(isTyped(fileName) ? ["import type { Config } from 'corspec';", ''] : []),
    `// What ${printable(url)} allowed when \`corspec init\` asked it. Change it to what the server should allow:`,
    '// `corspec run` tests whether it does.',
    ...(isTyped(fileName) ? [] : ["/** @type {import('corspec').Config} */"]),
    'export default {',
    '  policies: {',
    '    app: {',
    ...policyLines(found),
    '    },',
    '  },',
    `  targets: [${literal(target)}],`,
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
  const entries = Object.entries(value).map(
    ([key, inner]) => `${/^[a-z]\w*$/i.test(key) ? key : literal(key)}: ${literal(inner)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

/** The configuration of a server that is not known yet. */
export function templateText(fileName: string): string {
  const policy = { origins: ['https://app.example.com'], credentials: false, methods: ['GET', 'POST'], requestHeaders: ['content-type'] }; // prettier-ignore
  const options = { fileName, url: 'http://localhost:3000/api' };
  return configText({ policy, dangers: [], unknownOrigins: null }, options).replace(
    /^\/\/ What .*\n/m,
    '// Say what your server should allow, and where it is.\n',
  );
}
