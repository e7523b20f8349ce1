import type { Settings } from './library.ts';

/** The headers that settings stand for, but Access-Control-Allow-Origin, in the order in which servers list them. */
export function headersOf(settings: Settings): readonly (readonly [name: string, value: string])[] {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = settings;
  const list = (
    name: string,
    value: '*' | readonly string[] | undefined,
  ): readonly (readonly [string, string])[] =>
    value === undefined ? [] : [[name, value === '*' ? '*' : value.join(', ')]];
  return [
    ...(credentials === true ? ([['Access-Control-Allow-Credentials', 'true']] as const) : []),
    ...list('Access-Control-Allow-Methods', methods),
    ...list('Access-Control-Allow-Headers', requestHeaders),
    ...list('Access-Control-Expose-Headers', exposedHeaders),
    ...(maxAge === undefined ? [] : ([['Access-Control-Max-Age', `${maxAge}`]] as const)),
  ];
}
