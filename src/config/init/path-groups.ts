import type { Policy } from '../../policy/policy.ts';
import type { Endpoint } from '../openapi/endpoints.ts';
import type { Found } from './findings.ts';
import { type PathPattern, patternsOf } from './path-patterns.ts';
import type { Survey } from './survey.ts';

/** Paths that answer alike, and what a survey of the first of them found. */
export interface SurveyedPaths {
  readonly endpoints: readonly Endpoint[];
  readonly survey: Survey;
  readonly found: Found;
}

/** Paths with one policy. */
export interface PathGroup extends SurveyedPaths {
  /** Of its policy. */
  readonly name: string;
}

/**
 * One group for each policy, the largest first. Paths may have different lists of methods under one policy, because a path is
 * tested with its own methods only; an error response need not have the headers that other responses have.
 */
export function groupPaths(surveyed: readonly SurveyedPaths[]): readonly PathGroup[] {
  // What responds without an error shows more: it comes first.
  const inTurn = [...surveyed].sort((a, b) => Number(isError(a)) - Number(isError(b)));
  const merged = inTurn.reduce<readonly SurveyedPaths[]>((groups, one) => {
    const at = groups.findIndex((group) => isAlike(group, one));
    const group = groups[at];
    return group === undefined ? [...groups, one] : groups.with(at, mergeGroups(group, one));
  }, []);
  return named([...merged].sort((a, b) => b.endpoints.length - a.endpoints.length));
}

function isError({ survey }: SurveyedPaths): boolean {
  return survey.status >= 400;
}

function isAlike(group: SurveyedPaths, one: SurveyedPaths): boolean {
  const isLenient = isError(one) || isError(group);
  if (essence(group.found, isLenient) !== essence(one.found, isLenient)) return false;
  const methods = union(group.found.policy.methods, one.found.policy.methods);
  return methods !== null && [group, one].every((each) => hasOwnMethods(each, methods));
}

/** All that paths of one policy have in common, as text. */
function essence({ policy, dangers, unknownOrigins }: Found, isLenient: boolean): string {
  const { methods: _, exposedHeaders, requestHeaders, ...rest } = policy;
  const lists = [requestHeaders, isLenient ? null : exposedHeaders].map((list) =>
    Array.isArray(list) ? [...(list as readonly string[])].sort() : list,
  );
  const codes = dangers.map(({ code }) => code).filter((code) => !isLenient || code !== 'vary-missing');
  return JSON.stringify([rest, lists, codes, unknownOrigins]);
}

/** Whether a policy with these methods says of the methods of each path what the server says. */
function hasOwnMethods({ endpoints, found }: SurveyedPaths, methods: readonly string[]): boolean {
  const own = found.policy.methods;
  if (own === '*' || own === undefined) return true;
  return endpoints.every((endpoint) =>
    endpoint.methods.every((method) => own.includes(method) === methods.includes(method)),
  );
}

/** Null where only one of them is `*`. */
function union(a: Policy['methods'], b: Policy['methods']): readonly string[] | null {
  if (a === '*' || b === '*' || a === undefined || b === undefined) return a === b ? [] : null;
  return [...new Set([...a, ...b])];
}

function mergeGroups(group: SurveyedPaths, one: SurveyedPaths): SurveyedPaths {
  const methods = union(group.found.policy.methods, one.found.policy.methods) ?? [];
  const isList = Array.isArray(group.found.policy.methods);
  const policy = isList ? { ...group.found.policy, methods } : group.found.policy;
  return {
    ...group,
    endpoints: [...group.endpoints, ...one.endpoints],
    found: { ...group.found, policy },
  };
}

/** `app` is the largest; others are named after what they allow, or their first path. */
function named(groups: readonly SurveyedPaths[]): readonly PathGroup[] {
  const taken = new Set<string>();
  return groups.map((group, index) => {
    const base = index === 0 ? 'app' : nameOf(group);
    const free = [base, ...Array.from(groups, (_, at) => `${base}${at + 2}`)].find((name) => !taken.has(name)) ?? base; // prettier-ignore
    taken.add(free);
    return { ...group, name: free };
  });
}

function nameOf({ found: { policy }, endpoints }: SurveyedPaths): string {
  if (policy.origins === '*') return 'open';
  if (Array.isArray(policy.origins) && policy.origins.length === 0) return 'sameOrigin';
  const words = (endpoints[0]?.path ?? '').replaceAll(/\{[^}]*\}/g, '').match(/[a-z][a-z\d]*/gi) ?? [];
  return words.find((word) => !/^(api|v\d+)$/i.test(word)) ?? 'other';
}

/** Patterns that give each path the policy of its group, or null for those that are not tested. */
export function policiesByPath(
  groups: readonly PathGroup[],
  untested: readonly string[],
): readonly PathPattern[] {
  const all = new Map<string, string | null>(untested.map((path) => [path, null]));
  for (const { name, endpoints } of groups) for (const { path } of endpoints) all.set(path, name);
  return patternsOf(all, groups[0]?.name ?? null);
}
