import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parsePolicy } from '../policy/policy-file.ts';
import { type Policy, policyKeys } from '../policy/policy.ts';
import { type JsonPath, positionOfKey } from '../text/json-text.ts';
import { problemAt } from './issues.ts';
import { type ConfigFile, problemLines } from './load.ts';

/** Where the lines of a policy are: by key of the policy; they start at 1. */
export interface PolicyPlace {
  readonly file: string;
  readonly lines: Readonly<Partial<Record<keyof Policy, number>>>;
}

export interface Policies {
  readonly policies: Readonly<Record<string, Policy>>;
  readonly places: Readonly<Record<string, PolicyPlace>>;
  /** Complete lines. */
  readonly problems: readonly string[];
}

/** The policies of the file, and of the files that it names. */
export async function readPolicies(file: ConfigFile): Promise<Policies> {
  const policies: Record<string, Policy> = {};
  const places: Record<string, PolicyPlace> = {};
  const problems: string[] = [];
  for (const [name, policy] of Object.entries(file.config.policies ?? {})) {
    const path: JsonPath = ['policies', name];
    if (typeof policy !== 'string') {
      policies[name] = policy;
      places[name] = placeIn(file, path);
      continue;
    }
    const text = await readFile(resolve(file.folder, policy), 'utf8').catch(() => null);
    if (text === null) {
      problems.push(...problemLines([problemAt(path, `${JSON.stringify(policy)}: file not found.`)], file.name, file.positionOf)); // prettier-ignore
      continue;
    }
    const parsed = parsePolicy(text, policy);
    if (!parsed.ok) {
      problems.push(...parsed.reason);
      continue;
    }
    policies[name] = parsed.value;
    const lines = policyKeys.map((key) => [key, positionOfKey(text, [key]).line] as const);
    places[name] = { file: policy, lines: Object.fromEntries(lines) };
  }
  return { policies, places, problems };
}

export function placeIn({ name, positionOf }: ConfigFile, path: JsonPath): PolicyPlace {
  const lines = policyKeys.map((key) => [key, positionOf([...path, key], 'key').line] as const);
  return { file: name, lines: Object.fromEntries(lines) };
}
