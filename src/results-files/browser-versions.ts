import type { CauseSummary } from '../results/cause.ts';
import type { HeadFile } from '../results/merge.ts';
import type { BrowserSummary } from '../results/results.ts';

/** Files whose browsers have different ids if they are different. */
export interface SeparateBrowsers {
  readonly heads: readonly HeadFile[];
  /** Of each file: the new id of a browser. */
  readonly nameOf: (file: number, browser: string) => string;
  readonly warnings: readonly string[];
}

/**
 * One browser in several versions is several browsers: `chromium@150.0` and `chromium@151.0`. The results of one must not look
 * like those of another.
 */
export function separateBrowsers(files: readonly HeadFile[]): SeparateBrowsers {
  const versions = new Map<string, Map<string, BrowserSummary>>();
  for (const browser of files.flatMap(({ head }) => head.browsers)) {
    const known = versions.get(browser.id) ?? new Map<string, BrowserSummary>();
    known.set(JSON.stringify(browser), browser);
    versions.set(browser.id, known);
  }
  const several = new Map([...versions].filter(([, known]) => known.size > 1));
  const renamed = files.map(({ head }) => renames(head.browsers, several));
  return {
    heads: files.map(({ file, head }, index) => ({
      file,
      head: withNames(head, renamed[index] ?? new Map()),
    })),
    nameOf: (file, browser) => renamed[file]?.get(browser) ?? browser,
    warnings: [...several].map(
      ([id, known]) =>
        `${id} is ${[...known.values()].map(({ name, version }) => `${name} ${version}`).join(' and ')}. Their results are kept apart.`,
    ),
  };
}

function renames(
  browsers: readonly BrowserSummary[],
  several: ReadonlyMap<string, ReadonlyMap<string, BrowserSummary>>,
): ReadonlyMap<string, string> {
  return new Map(
    browsers.flatMap((browser): [string, string][] => {
      const known = several.get(browser.id);
      if (known === undefined) return [];
      const same = [...known.values()].filter(({ version }) => version === browser.version);
      const isVersionEnough = same.length === 1;
      return [[browser.id, `${browser.id}@${browser.version}${isVersionEnough ? '' : `-${browser.driver}`}`]];
    }),
  );
}

function withNames(head: HeadFile['head'], names: ReadonlyMap<string, string>): HeadFile['head'] {
  if (names.size === 0) return head;
  const nameOf = (id: string) => names.get(id) ?? id;
  const renamed = <One extends { readonly browser: string }>(one: One): One => ({
    ...one,
    browser: nameOf(one.browser),
  });
  const ofCause = (cause: CauseSummary): CauseSummary => ({
    ...cause,
    browsers: cause.browsers.map(nameOf),
    checks: cause.checks.map(renamed),
  });
  return {
    ...head,
    browsers: head.browsers.map((browser) => ({ ...browser, id: nameOf(browser.id) })),
    ...(head.causes && { causes: head.causes.map(ofCause) }),
    ...(head.namedOnly && { namedOnly: head.namedOnly.map(renamed) }),
    ...(head.baseline && { baseline: { ...head.baseline, stale: head.baseline.stale.map(renamed) } }),
  };
}
