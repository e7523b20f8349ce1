import type { Found, Missing } from '../browsers/driver.ts';
import { unknown } from './resolve-scenarios.ts';
import { members, type Validated } from './validated.ts';

/** Which browsers to use. Whether they are installed is checked after everything else is valid. */
export type BrowserChoice =
  | { readonly kind: 'named'; readonly ids: readonly string[] }
  /** Every installed browser. */
  | { readonly kind: 'all' }
  /** Chromium, otherwise the first installed browser, otherwise the model. */
  | { readonly kind: 'default' };

/** A browser that may or may not be on this machine. */
export interface BrowserFinder {
  readonly id: string;
  readonly title: string;
  /** Looks for it, without starting it. */
  find(): Promise<Found | Missing>;
}

export interface LookedFor {
  readonly id: string;
  readonly title: string;
  readonly result: Found | Missing;
}

/** The `model` browser: the oracle over plain HTTP. It is part of corspec. */
export const modelFinder: BrowserFinder = {
  id: 'model',
  title: 'Model',
  find: () => Promise.resolve({ found: true, name: 'The Fetch standard', executable: '', via: 'built in' }),
};

/** Looks for all of these browsers at once. */
export function lookFor(finders: readonly BrowserFinder[]): Promise<readonly LookedFor[]> {
  return Promise.all(finders.map(async ({ id, title, find }) => ({ id, title, result: await find() })));
}

/**
 * Looks for what a choice depends on: finding a browser may load its driver, which takes a third of a second. By default
 * the search ends at the first browser that is installed.
 */
export async function lookForChoice(
  choice: BrowserChoice,
  finders: readonly BrowserFinder[],
): Promise<readonly LookedFor[]> {
  if (choice.kind === 'all') return lookFor(finders);
  if (choice.kind === 'named') return lookFor(finders.filter(({ id }) => choice.ids.includes(id)));
  const looked: LookedFor[] = [];
  for (const finder of finders) {
    const found = await lookFor([finder]);
    looked.push(...found);
    if (found.some(({ result }) => result.found)) break;
  }
  return looked;
}

export type ChosenBrowsers =
  | {
      readonly ok: true;
      readonly ids: readonly string[];
      readonly notes: readonly string[];
      /** Nothing was named and no browser was found: the model runs. The only note says so. */
      readonly isStandIn?: true;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * The browsers to run in, of those that were looked for. A browser that is named must be installed. Without
 * any browser the model stands in, which shows what a browser should do; results say so.
 */
export function chooseBrowsers(choice: BrowserChoice, looked: readonly LookedFor[]): ChosenBrowsers {
  const missing = looked.flatMap(({ id, title, result }) =>
    result.found ? [] : [{ id, title, help: result.help }],
  );
  const there = looked.filter(({ result }) => result.found).map(({ id }) => id);

  if (choice.kind === 'named') {
    const absent = missing.filter(({ id }) => choice.ids.includes(id));
    if (absent.length > 0) return { ok: false, reason: absent.map(missingText).join('\n') };
    return { ok: true, ids: choice.ids, notes: [] };
  }
  if (choice.kind === 'all') return { ok: true, ids: there, notes: missing.map(missingText) };

  const first = there.find((id) => id !== modelFinder.id);
  if (first === undefined)
    return { ok: true, ids: [modelFinder.id], notes: [standInText(missing)], isStandIn: true };
  if (first === looked[0]?.id) return { ok: true, ids: [first], notes: [] };
  return {
    ok: true,
    ids: [first],
    notes: [...missing.slice(0, 1).map(missingText), `Using ${first} instead.`],
  };
}

interface MissingBrowser {
  readonly title: string;
  readonly help: string;
}

function missingText({ title, help }: MissingBrowser): string {
  return `${title} was not found. ${help}`;
}

function standInText([first]: readonly MissingBrowser[]): string {
  const help = first === undefined ? '' : ` ${first.help}`;
  return `No browser was found: the model, which follows the Fetch standard, stands in.${help}`;
}

/** A list of browsers; `all` means every installed browser. @param name of the option, for the problems */
export function resolveBrowsers(
  lists: readonly string[] | undefined,
  browsers: readonly string[],
  name = '--browser',
): Validated<BrowserChoice> {
  if (lists === undefined) return { value: { kind: 'default' }, problems: [] };
  const ids = members(lists);
  if (ids.length === 0)
    return {
      value: { kind: 'default' },
      problems: [`${name}: the list is empty. Available: ${browsers.join(', ')}.`],
    };
  const problems = ids.flatMap((id) => unknown(name, 'browser', id, [...browsers, 'all']));
  return { value: ids.includes('all') ? { kind: 'all' } : { kind: 'named', ids }, problems };
}
