import * as z from 'zod';
import { causeCodes } from '../causes/texts.ts';
import { unknown } from '../options/resolve-scenarios.ts';
import type { JsonPath } from '../text/json-text.ts';
import { type ConfigProblem, placeText, problemAt, problemsOfIssues, type SchemaWords } from './issues.ts';
import { ignore } from './schema.ts';

const words: SchemaWords = {
  shapes: {
    ignore: 'a list of rules, [{ cause: "vary-missing", reason: "a CDN adds it" }]',
    until: 'a date such as 2026-12-31',
  },
  keys: { ignore: Object.keys(ignore.shape) },
};

/** All problems of `ignore`, of a configuration or of the options of `testCors`. */
export function ignoreProblems(rules: unknown): readonly ConfigProblem[] {
  if (rules === undefined) return [];
  const parsed = z.array(ignore).safeParse(rules);
  const shape = parsed.success ? [] : problemsOfIssues(parsed.error.issues, rules, ['ignore'], words);
  return [...shape, ...(Array.isArray(rules) ? rules.flatMap(ruleProblems) : [])];
}

function ruleProblems(rule: unknown, index: number): readonly ConfigProblem[] {
  if (typeof rule !== 'object' || rule === null) return [];
  const { scenario, cause } = rule as Readonly<Record<string, unknown>>;
  const path: JsonPath = ['ignore', index];
  if (scenario === undefined && cause === undefined)
    return [problemAt(path, 'has neither scenario nor cause: it would ignore everything. Add one of them.')];
  if (typeof cause !== 'string') return [];
  const place = [...path, 'cause'];
  return unknown(placeText(place), 'cause', cause, causeCodes).map((text) => ({
    path: place,
    part: 'value' as const,
    text,
  }));
}
