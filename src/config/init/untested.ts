import { textFrom, type Texts } from '../../text/coded.ts';

/** A path that cannot be tested. */
export interface UntestedPath {
  readonly path: string;
  readonly reason: UntestedReason;
}

type UntestedReason =
  | { readonly code: 'status'; readonly status: number }
  /** It may exist: there is no item with these values. */
  | { readonly code: 'no-item'; readonly status: number; readonly parameters: readonly string[] }
  | { readonly code: 'no-response'; readonly detail: string };

/** Why it cannot be tested, without a full stop; and what to do, where that is known. */
export function untestedText({ reason }: UntestedPath): string {
  return textFrom(texts, reason);
}

const texts: Texts<UntestedReason> = {
  status: ({ status }) => `GET has status ${status}`,
  'no-item': ({ status, parameters }) =>
    `GET has status ${status}, without CORS headers: give values of an item that exists, parameters: { ${parameters.map((name) => `${name}: '…'`).join(', ')} }`,
  'no-response': ({ detail }) => detail,
};

/** Paths that cannot be tested for the same reason, in their order. */
export function byReason(all: readonly UntestedPath[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const one of all) groups.set(untestedText(one), [...(groups.get(untestedText(one)) ?? []), one.path]);
  return groups;
}
