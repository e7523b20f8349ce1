import { join } from 'node:path';
import { type BrowserId, findDriver } from '../src/browser/index.ts';
import { availability, builtInServers, readImplementation } from '../src/target/index.ts';

/** What some tests need and not every machine has. */
export const things = ['chromium', 'firefox', 'webkit', 'fastapi'] as const;
export type Thing = (typeof things)[number];

export interface Need {
  /** Why the thing cannot be used here and how to get it, in plain words; null when it is there. */
  readonly missing: string | null;
}

/**
 * For `describe.skipIf((await need('chromium')).missing)`. With CORSPEC_REQUIRE=all nothing is skipped: a test whose
 * thing is missing runs and fails.
 */
export async function need(...wanted: readonly Thing[]): Promise<Need> {
  if (process.env['CORSPEC_REQUIRE'] === 'all') return { missing: null };
  const reasons = await Promise.all(wanted.map(whyMissing));
  return { missing: reasons.find((reason) => reason !== null) ?? null };
}

/** Why `thing` cannot be used on this machine and how to get it; null when it is there. */
export function whyMissing(thing: Thing): Promise<string | null> {
  return thing === 'fastapi' ? whyNoFastapi() : whyNoBrowser(thing);
}

async function whyNoFastapi(): Promise<string | null> {
  const state = await availability(await readImplementation(join(builtInServers, 'fastapi')));
  if (!state.available) return `${state.reason}. Get it with: ${state.help}`;
  return state.installed
    ? null
    : 'it is not installed. `npm test` does that; it needs python3-venv and PyPI.';
}

async function whyNoBrowser(id: BrowserId): Promise<string | null> {
  const answer = await findDriver(id)?.find();
  if (answer === undefined) return 'corspec has no driver for it.';
  return answer.found ? null : answer.help;
}
