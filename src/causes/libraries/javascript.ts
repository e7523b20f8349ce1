import type { Settings } from './library.ts';
import { expressionOf, isPattern, namesOf, quotedList, singleQuoted, statement } from './snippets.ts';

/** The names of a library's options. */
export interface OptionNames {
  readonly methods: string;
  readonly requestHeaders: string;
  readonly exposedHeaders: string;
}

/** The options but the origins, without commas. */
export function jsOptions(names: OptionNames, settings: Settings): readonly string[] {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = settings;
  return [
    ...(credentials === undefined ? [] : [`credentials: ${credentials}`]),
    ...listOption(names.methods, methods),
    // Without the option, these libraries allow whatever the preflight asks for.
    ...(requestHeaders === '*' ? [] : listOption(names.requestHeaders, requestHeaders)),
    ...listOption(names.exposedHeaders, namesOf(exposedHeaders)),
    ...(maxAge === undefined ? [] : [`maxAge: ${maxAge}`]),
  ];
}

export function jsLines(names: OptionNames, settings: Settings): readonly string[] {
  return jsOptions(names, settings).map((option) => `${option},`);
}

function listOption(name: string, list: readonly string[] | undefined): readonly string[] {
  return list === undefined ? [] : [`${name}: ${jsList(list)}`];
}

export function jsList(list: readonly string[]): string {
  return `[${quotedList(list, singleQuoted)}]`;
}

/** Strings and anchored regular expressions. */
export function jsMatchers(entries: readonly string[]): string {
  return `[${entries.map((entry) => (isPattern(entry) ? jsExpression(entry) : singleQuoted(entry))).join(', ')}]`;
}

export function jsExpression(entry: string): string {
  return `/^${expressionOf(entry).replaceAll('/', '\\/')}$/`;
}

/** The value of `origin` where strings, lists and regular expressions are possible. */
export function jsOrigin({ origins }: Settings): readonly string[] {
  if (origins === undefined) return [];
  return [`origin: ${origins === '*' ? "'*'" : jsMatchers(origins)}`];
}

/** `open({ a, b })close` */
export function jsCall(open: string, options: readonly string[], close: string): string {
  return statement(`${open}{`, options, `}${close}`, { space: ' ' });
}

/** Whether `origin` is allowed, as an expression: `allowed.includes(origin)`, with the list before it. */
export function jsAllowed(entries: readonly string[], origin: string): { list: string; test: string } {
  if (!entries.some(isPattern))
    return { list: `const allowed = ${jsList(entries)};`, test: `allowed.includes(${origin})` };
  return {
    list: `const allowed = [${entries.map(jsExpression).join(', ')}];`,
    test: `allowed.some((one) => one.test(${origin}))`,
  };
}
