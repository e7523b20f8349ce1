import type { Settings } from './library.ts';
import { doubleQuoted, namesOf, quotedList, statement } from './snippets.ts';

/** The names of a library's keyword arguments. */
export interface ArgumentNames {
  readonly credentials: string;
  readonly methods: string;
  readonly requestHeaders: string;
  readonly exposedHeaders: string;
  readonly maxAge: string;
}

/** The keyword arguments but the origins, without commas. */
export function pyArguments(names: ArgumentNames, settings: Settings): readonly string[] {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = settings;
  const list = (name: string, value: readonly string[] | undefined): readonly string[] =>
    value === undefined ? [] : [`${name}=${pyList(value)}`];
  return [
    ...(credentials === undefined ? [] : [`${names.credentials}=${pyBoolean(credentials)}`]),
    ...list(names.methods, methods),
    ...list(names.requestHeaders, namesOf(requestHeaders)),
    ...list(names.exposedHeaders, namesOf(exposedHeaders)),
    ...(maxAge === undefined ? [] : [`${names.maxAge}=${maxAge}`]),
  ];
}

export function pyList(list: readonly string[]): string {
  return `[${quotedList(list, doubleQuoted)}]`;
}

export function pyBoolean(value: boolean): string {
  return value ? 'True' : 'False';
}

export function pyCall(open: string, parts: readonly string[]): string {
  return statement(open, parts, ')', { indent: '    ' });
}
