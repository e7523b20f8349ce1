import * as z from 'zod';
import { policyKeys, type Policy } from './policy.ts';
import { failure, success, type Attempt } from '../text/attempt.ts';
import { parseJson, positionOfKey, positionOfValue } from '../text/json-text.ts';
import { didYouMean } from '../text/nearest.ts';
import {
  exposedHeaderProblem,
  methodProblem,
  originPattern,
  originProblem,
  requestHeaderProblem,
  tokenPattern,
} from './policy-fields.ts';

/** A list of a policy: `*`, or distinct members that `problemOf` accepts. */
function listOf(pattern: string, problemOf: (value: string) => string | undefined, description: string) {
  const member = z
    .string()
    .superRefine((value, context) => {
      const problem = problemOf(value);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .meta({ pattern });
  const members = z
    .array(member)
    .superRefine((values, context) => {
      values.forEach((value, index) => {
        if (values.indexOf(value) < index)
          context.addIssue({
            code: 'custom',
            path: [index],
            message: 'duplicate; remove it',
          });
      });
    })
    .meta({ uniqueItems: true });
  return z
    .union([z.literal('*'), members])
    .optional()
    .describe(description);
}

/** A policy file. `schemas/policy.schema.json` is generated from this. */
export const policySchema = z
  .strictObject({
    origins: listOf(
      originPattern,
      originProblem,
      'Allowed origins: serialized (https://app.example.com), patterns of subdomains (https://*.example.com), or * for any.',
    ),
    credentials: z
      .boolean()
      .optional()
      .describe('Whether pages at these origins may send cookies and read the response.'),
    methods: listOf(tokenPattern, methodProblem, 'Methods, in upper case; * for all.'),
    requestHeaders: listOf(
      tokenPattern,
      requestHeaderProblem,
      'Names of request headers, in any case; * for all.',
    ),
    exposedHeaders: listOf(
      tokenPattern,
      exposedHeaderProblem,
      'Names of exposed response headers, in addition to the CORS-safelisted ones; * for all.',
    ),
    maxAge: z
      .int()
      .nonnegative()
      .optional()
      .describe('How long a browser may cache a preflight, in seconds.'),
  })
  .describe('What a server intends to allow. Omitted fields are not tested.');

/** A problem at one place of a policy. */
export interface PolicyProblem {
  readonly path: readonly (string | number)[];
  /** The invalid value; undefined when the key is invalid. */
  readonly value: unknown;
  readonly message: string;
}

/** Validates any value. Returns the policy, or all problems. Never throws. */
export function checkPolicy(value: unknown): Attempt<Policy, readonly PolicyProblem[]> {
  const parsed = policySchema.safeParse(value);
  if (parsed.success) return success(withoutUndefined(parsed.data));
  return failure(parsed.error.issues.flatMap((issue) => problemsOf(issue, value)));
}

/** Zod represents an absent field as `undefined`; a policy omits it. */
function withoutUndefined(data: z.infer<typeof policySchema>): Policy {
  return Object.fromEntries(Object.entries(data).filter(([, field]) => field !== undefined));
}

function problemsOf(issue: z.core.$ZodIssue, whole: unknown): PolicyProblem[] {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [key], value: undefined, message: unknownKey(key) }));
  if (issue.code === 'invalid_union') return unionProblems(issue, path, whole);
  return [
    { path, value: valueAt(whole, path), message: issue.code === 'custom' ? issue.message : expected(path) },
  ];
}

/** A list has two forms. Problems of its members are more useful than that it is not `*`. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, path: (string | number)[], whole: unknown) {
  const value = valueAt(whole, path);
  if (!Array.isArray(value)) return [{ path, value, message: expected(path) }];
  return issue.errors
    .flat()
    .filter((inner) => inner.path.length > 0)
    .flatMap((inner) => problemsOf({ ...inner, path: [...path, ...inner.path] }, whole));
}

const shapes: Readonly<Record<string, string>> = {
  origins: 'a list of origins ["https://app.example.com"], or "*"',
  credentials: 'true or false',
  methods: 'a list of methods ["GET", "PUT"], or "*"',
  requestHeaders: 'a list of names ["content-type"], or "*"',
  exposedHeaders: 'a list of names ["x-total-count"], or "*"',
  maxAge: 'a whole number of seconds, 0 or more',
};

function expected(path: readonly (string | number)[]): string {
  const [key, index] = path;
  if (key === undefined) return 'expected an object such as {"origins": ["https://app.example.com"]}';
  return index === undefined ? `expected ${shapes[String(key)] ?? 'another value'}` : 'expected a string';
}

/** Names of the same fields in libraries. */
const otherNames: Readonly<Record<string, string>> = {
  origin: 'origins',
  allowedorigins: 'origins',
  alloworigins: 'origins',
  allowcredentials: 'credentials',
  supportscredentials: 'credentials',
  allowedmethods: 'methods',
  allowmethods: 'methods',
  headers: 'requestHeaders',
  allowedheaders: 'requestHeaders',
  allowheaders: 'requestHeaders',
  exposeheaders: 'exposedHeaders',
};

function unknownKey(key: string): string {
  const otherName = otherNames[key.toLowerCase().replace(/[-_]/g, '')];
  const suggestion = otherName === undefined ? didYouMean(key, policyKeys) : ` Did you mean "${otherName}"?`;
  return `unknown key.${suggestion} Valid keys: ${policyKeys.join(', ')}`;
}

function valueAt(whole: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
    whole,
  );
}

/** Parses the text of a policy file; `where` is its name, for the messages. Returns all problems. Never throws. */
export function parsePolicy(text: string, where: string): Attempt<Policy, readonly string[]> {
  const json = parseJson(text);
  if (!json.ok) return failure([`${where}:${json.line}:${json.column}: invalid JSON: ${json.message}`]);
  const checked = checkPolicy(json.value);
  if (checked.ok) return checked;
  return failure(checked.reason.map((problem) => `${where}:${placeOf(text, problem)}: ${describe(problem)}`));
}

function placeOf(text: string, { path, value }: PolicyProblem): string {
  const { line, column } = value === undefined ? positionOfKey(text, path) : positionOfValue(text, path);
  return `${line}:${column}`;
}

function describe({ path, value, message }: PolicyProblem): string {
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : key)).join('');
  const shown = value === undefined ? undefined : JSON.stringify(value);
  return `${[place, shown].filter((part) => part !== undefined && part !== '').join(': ')}: ${message}`;
}
