import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { hostileCauses, inputWithCauses, manyTargets, urlInput } from '../fixtures/sample-cause-results.ts';
import { sampleInput } from '../fixtures/sample-results.ts';
import type { ReportInput } from '../../reports/reporter.ts';
import type { Results } from '../../src/results/results.ts';
import { cutElements, findings } from './support/page-checks.ts';
import { hasNoBrowser, reportVisits } from './support/report-visits.ts';

async function openCauses(page: Page): Promise<void> {
  await page.locator('.cause').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
}

/** Harness errors in place of the failures. */
function withErrors({ causes: _, ...results }: Results): Results {
  return {
    ...results,
    results: results.results.map(({ cause: _cause, ...result }) =>
      result.status === 'fail'
        ? {
            ...result,
            status: 'error' as const,
            message: `No response before the timeout. ${'x'.repeat(200)}`,
          }
        : result,
    ),
  };
}

/** A policy in the parts that the command line has: its name is `policy`. */
function withoutPolicyName({ results, ...input }: ReportInput): ReportInput {
  const policy = 'policy';
  return {
    ...input,
    policies: { [policy]: { origins: ['https://app.example.com'], credentials: true } },
    results: {
      ...results,
      targets: results.targets.map((target) => ({ ...target, policies: { [policy]: { status: 'ready' } } })),
      causes: (results.causes ?? []).map((cause) => ({ ...cause, policy })),
      results: results.results.map((result) => ({ ...result, policy })),
    },
  };
}

/** The server at a URL whose path has no place for a line break. */
function withLongUrl(results: Results): Results {
  const url = `http://localhost:3000/${'items'.repeat(30)}`;
  return {
    ...results,
    targets: results.targets.map((target) => ({ ...target, id: url, title: url, url })),
    causes: (results.causes ?? []).map((cause) => ({ ...cause, target: url })),
    results: results.results.map((result) => ({ ...result, target: url })),
  };
}

describe.skipIf(hasNoBrowser)('the HTML report with causes, in Chromium', () => {
  const visit = reportVisits(() => ({
    url: urlInput(),
    model: urlInput(['model']),
    browsers: urlInput(['chromium', 'firefox']),
    compare: inputWithCauses({ implementations: 9 }),
    old: sampleInput({ implementations: 2, failing: 30 }),
    hostile: hostileCauses(),
    errors: { ...urlInput(), results: withErrors(urlInput().results) },
    unnamed: withoutPolicyName(urlInput()),
    many: manyTargets(120, 20),
    longUrl: { ...urlInput(), results: withLongUrl(urlInput().results) },
  }));

  const heading = (page: Page): Promise<string> =>
    page.getByRole('dialog').getByRole('heading', { level: 2 }).innerText();
  const kinds = (page: Page): Locator => page.locator('td[data-row] .mark');

  it('of many targets shows each problem once, and builds what is far away when it is looked at', () =>
    visit('many', {}, async (page) => {
      expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toBe(
        'Causes: 2 problems, worst first',
      );
      expect(await page.locator('.cause .muted').first().innerText()).toContain('100 targets · 1 policy');
      await expect(page.locator('.subject').innerText()).resolves.not.toContain('/path119');
      expect(await page.locator('.suites').count()).toBe(0);
      await page.locator('.coverage-folded summary').first().click();
      await page.locator('.suites').first().waitFor();
      expect(await page.locator('.suites').count()).toBe(1);
      expect(await page.locator('td[data-row]').count()).toBe(0);
      await page.locator('#scenarios').scrollIntoViewIfNeeded();
      await page.locator('td[data-row]').first().waitFor();
    }));

  it('of a run names URL, policy and browser, and leads with causes, then coverage, then the matrix', () =>
    visit('url', {}, async (page) => {
      const subject = await page.locator('.subject').innerText();
      expect(subject).toContain('http://localhost:3000/api/items');
      expect(subject).toContain('allowlist · origins');
      expect(subject).toContain('Chromium 156');
      expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
        'Causes: 2 problems, worst first',
        'Coverage',
        'Scenarios',
      ]);
      const first = page.locator('.cause').first();
      const text = await first.innerText();
      for (const part of [
        'The server reflects every origin and allows credentials',
        'security',
        'Access-Control-Allow-Origin: https://evil.test',
        'Impact: Every site can read the responses.',
        'Fix: List the origins.',
        "app.use(cors({ origin: ['https://app.example.com'] }))",
        'corspec run http://localhost:3000/api/items --scenario',
      ])
        expect(text).toContain(part);
      await expect(first.getByRole('link').getAttribute('href')).resolves.toMatch(
        /docs\/causes\/origin-reflected\.md$/,
      );
      await expect(page.locator('.cause').nth(1).innerText()).resolves.toContain(
        '(no Access-Control-Allow-Origin)',
      );
    }));

  it('shows a policy of the command line by what it states', () =>
    visit('unnamed', {}, async (page) => {
      const subject = await page.locator('.subject').innerText();
      expect(subject).toMatch(/Policy\s+origins https:\/\/app\.example\.com/);
    }));

  it('copies a fix, without a permission as well', () =>
    visit('url', {}, async (page) => {
      const copy = page.locator('.cause').first().getByRole('button', { name: 'Copy the fix' });
      await page.evaluate(() =>
        Object.defineProperty(navigator, 'clipboard', {
          value: { writeText: () => Promise.reject(new Error('not allowed')) },
        }),
      );
      await page.evaluate(() =>
        document.addEventListener('copy', () =>
          Object.assign(globalThis, { copied: getSelection()?.toString() }),
        ),
      );
      await copy.click();
      expect(await page.evaluate(() => (globalThis as { copied?: string }).copied)).toBe(
        "app.use(cors({ origin: ['https://app.example.com'] }))",
      );
    }));

  it('shows the checks of a cause, and its fix beside each of them', () =>
    visit('url', {}, async (page) => {
      await page
        .locator('.cause')
        .first()
        .getByRole('button', { name: /^Show its/ })
        .click();
      expect(new URL(page.url()).hash).toBe('#cause=origin-reflected&order=worst');
      const severe = await page.locator('td[data-row] .mark.security').count();
      expect(severe).toBeGreaterThan(0);
      expect(await kinds(page).count()).toBe(severe);
      await page.locator('td[data-row="0"]').click();
      const text = await page.getByRole('dialog').innerText();
      expect(text).toContain('The server reflects every origin and allows credentials');
      expect(text).toContain('Fix: List the origins.');
    }));

  it('of a comparison groups causes by code, with the implementations and policies that have them', () =>
    visit('compare', {}, async (page) => {
      const titles = await page.getByRole('heading', { level: 2 }).allTextContents();
      expect(titles).toEqual(['Causes: 2 problems, worst first', 'Overview', 'Scenarios']);
      const first = page.locator('.cause').first();
      await expect(first.locator('summary').innerText()).resolves.toContain('9 implementations');
      await first.locator('summary').click();
      await expect(first.locator('.scopes').innerText()).resolves.toMatch(/Koa\s+under .*allowlist/);
      await first.getByRole('button', { name: 'Koa' }).click();
      expect(new URL(page.url()).hash).toBe('#target=koa&cause=origin-reflected&order=worst');
    }));

  it('shows failures first, security first, after a click on a red cell of the matrix', () =>
    visit('compare', {}, async (page) => {
      await page.getByRole('button', { name: /^Koa under allowlist: [1-9]\d* failures/ }).click();
      const sections = await page.locator('tr.family').allInnerTexts();
      expect(sections.map((text) => text.toLowerCase().trim()).slice(0, 2)).toEqual([
        'security failure',
        'failure',
      ]);
      await expect(kinds(page).first().getAttribute('class')).resolves.toContain('security');
    }));

  it('opens all checks of a row by a click on its name, and by keyboard', () =>
    visit('browsers', { hash: '#order=worst' }, async (page) => {
      await page.locator('th[data-row="0"] small').click();
      const title = await heading(page);
      expect(await page.getByRole('tab').count()).toBe(2);
      await page.keyboard.press('Escape');
      await page.locator('td[data-row="0"][data-column="0"]').focus();
      await page.keyboard.press('Escape');
      await page.locator('td[tabindex="0"], th[tabindex="0"]').first().focus();
      await page.keyboard.press('Home');
      await expect(page.locator('th:focus').getAttribute('data-column')).resolves.toBe('-1');
      await page.keyboard.press('Enter');
      expect(await heading(page)).toBe(title);
    }));

  it('steps through the filtered list with buttons and keys', () =>
    visit('url', { hash: '#status=fail' }, async (page) => {
      await page.locator('td[data-row="0"]').click();
      const moves = page.getByRole('group', { name: 'Checks of the list' });
      const count = await page.locator('td[data-row]').count();
      await expect(moves.getByRole('status').innerText()).resolves.toBe(`1 of ${count}`);
      const first = await heading(page);
      await moves.getByRole('button', { name: 'Next' }).click();
      const second = await heading(page);
      expect(second).not.toBe(first);
      await page.keyboard.press('n');
      await page.keyboard.press('ArrowRight');
      await expect(moves.getByRole('status').innerText()).resolves.toBe(`4 of ${count}`);
      await expect(page.locator('dialog .badge').innerText()).resolves.toContain('✗');
      for (const key of ['p', 'ArrowLeft', 'k']) await page.keyboard.press(key);
      expect(await heading(page)).toBe(first);
      await moves.getByRole('button', { name: 'Previous' }).press('Enter');
      expect(await heading(page)).toBe(first);
      await expect(moves.getByRole('button', { name: 'Previous' }).isDisabled()).resolves.toBe(true);
      expect(new URL(page.url()).hash).toContain('check=');
    }));

  it('keeps the focus on the button that was pressed, also at the end of the list', () =>
    visit('url', { hash: '#status=fail' }, async (page) => {
      await page.locator('td[data-row="0"]').click();
      const moves = page.getByRole('group', { name: 'Checks of the list' });
      const focused = (): Promise<string> => page.locator(':focus').innerText();
      const count = await page.locator('td[data-row]').count();
      await moves.getByRole('button', { name: 'Next' }).focus();
      for (let step = 2; step <= count; step += 1) {
        await page.keyboard.press('Enter');
        await expect(moves.getByRole('status').innerText()).resolves.toBe(`${step} of ${count}`);
        expect(await focused()).toBe('Next');
      }
      await expect(page.locator(':focus').getAttribute('aria-disabled')).resolves.toBe('true');
      await moves.getByRole('button', { name: 'Previous' }).click();
      expect(await focused()).toBe('Previous');
    }));

  it('shows every filter on a phone', () =>
    visit('url', { width: 390 }, async (page) => {
      const ends = await page
        .locator('.chip')
        .evaluateAll((chips) => chips.map((chip) => chip.getBoundingClientRect().right));
      expect(ends).toHaveLength(9);
      expect(Math.max(...ends)).toBeLessThanOrEqual(390);
    }));

  it('finds causes and console messages', () =>
    visit('url', {}, async (page) => {
      const search = page.getByRole('searchbox');
      const passes = (): Promise<number> => page.locator('td .mark.pass').count();
      // The report waits for a pause in typing before it searches.
      await search.fill('origin-reflected');
      await expect.poll(passes).toBe(0);
      await expect(kinds(page).first().getAttribute('class')).resolves.toContain('security');
      const severe = await kinds(page).count();
      await search.fill('blocked by CORS policy');
      await expect.poll(() => kinds(page).count()).toBeGreaterThan(severe);
      expect(await passes()).toBe(0);
    }));

  it('says so when a link names nothing in this report, and shows the rest of it', () =>
    visit('url', { hash: '#status=fail&check=["koa","allowlist","chromium","a/b"]' }, async (page) => {
      await expect(page.getByRole('alert').innerText()).resolves.toContain(
        'This report has no check koa / allowlist / chromium / a/b.',
      );
      expect(await page.getByRole('dialog').count()).toBe(0);
      await expect(page.locator('td .mark.pass').count()).resolves.toBe(0);
      await page.evaluate(() => (location.hash = '#q='));
      await expect.poll(() => page.getByRole('alert').innerText()).toBe('');
    }));

  it('shows with model what a page would get, marked as predicted', () =>
    visit('model', { hash: '#status=fail' }, async (page) => {
      await expect(page.locator('.subject').innerText()).resolves.toContain('results are predicted');
      await page.locator('td[data-row="0"]').click();
      const text = await page.getByRole('dialog').innerText();
      expect(text.toUpperCase()).toContain("PREDICTED OUTCOME IN A BROWSER'S PAGE");
      expect(text).toContain('TypeError: Failed to fetch');
    }));

  it('shows results of older versions, which have no causes', () =>
    visit('old', {}, async (page) => {
      expect(await page.locator('.cause').count()).toBe(0);
      await page.locator('td .mark.required').first().click();
      expect(await page.getByRole('dialog').isVisible()).toBe(true);
    }));

  it('shows hostile causes as text, and runs none of it', () =>
    visit('hostile', {}, async (page) => {
      await page
        .locator('.cause')
        .first()
        .getByRole('button', { name: /^Show its/ })
        .click();
      await page.locator('td[data-row="0"]').click();
      expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
      expect(await page.locator('script').count()).toBe(2);
      await expect(page.locator('.cause h3').first().innerText()).resolves.toContain('<script>');
      for (const link of await page.locator('.cause a, dialog a').all())
        expect(await link.getAttribute('href')).toMatch(/^https:\/\//);
    }));

  it.each(
    ['url', 'compare', 'hostile', 'errors', 'longUrl'].flatMap((name) =>
      [1024, 720, 390].map((width) => [name, width] as const),
    ),
  )('cuts nothing without a hint: %s at %d px', (name, width) =>
    visit(name, { width }, async (page) => {
      await openCauses(page);
      expect(await page.evaluate(cutElements)).toEqual([]);
      await page.locator('td[data-row="0"]').first().click();
      expect(await page.evaluate(cutElements)).toEqual([]);
    }),
  );

  it('has a shadow where a wide matrix has more columns', () =>
    visit('compare', { width: 1024, hash: '#columns=pair' }, async (page) => {
      const frame = page.locator('#matrix .frame');
      await expect.poll(() => frame.getAttribute('data-more')).toContain('right');
      await frame.locator('.scroll').evaluate((scroller) => (scroller.scrollLeft = scroller.scrollWidth));
      await expect.poll(() => frame.getAttribute('data-more')).not.toContain('right');
    }));

  it.each([
    ['url', false],
    ['url', true],
    ['compare', false],
    ['compare', true],
    ['browsers', false],
    ['errors', true],
  ] as const)('gives axe-core nothing to find: %s, dark %s', (name, dark) =>
    visit(name, { dark }, async (page) => {
      await openCauses(page);
      expect(await findings(page)).toEqual([]);
      await page.locator('td :is(.mark.security, .mark.error)').first().click();
      expect(await findings(page)).toEqual([]);
    }),
  );
});
