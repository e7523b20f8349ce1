import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { historyPage } from '../../reports/html/history/index.ts';
import { hostileHistory, longHistory, sampleHistory, variedHistory } from '../fixtures/sample-history.ts';
import { cutElements, findings } from './support/page-checks.ts';
import { hasNoBrowser, pageVisits } from './support/report-visits.ts';

async function openAll(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
}

describe.skipIf(hasNoBrowser)('the page of a history, in Chromium', () => {
  const visit = pageVisits(() => ({
    varied: historyPage(variedHistory()),
    hostile: historyPage(hostileHistory()),
    long: historyPage(longHistory(70, 400)),
    passing: historyPage(sampleHistory([], 3)),
  }));

  it('filters problems by state with the keyboard', () =>
    visit('varied', {}, async (page) => {
      const rows = page.locator('.problems tbody tr:visible');
      expect(await rows.count()).toBe(5);
      await page.locator('#show-all').focus();
      for (const [text, count] of [['open', 2], ['flapping', 1], ['fixed', 2]] as const) {
        await page.keyboard.press('ArrowRight');
        expect(await rows.count()).toBe(count);
        await expect(rows.first().innerText()).resolves.toContain(text);
      }
    })); // prettier-ignore

  it('goes to the problems by its first link', () =>
    visit('varied', {}, async (page) => {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect(page.locator(':focus').getAttribute('id')).resolves.toBe('problems');
    }));

  it('shows charts that fill their width', () =>
    visit('varied', {}, async (page) => {
      const sizes = await page.locator('svg.chart').evaluateAll((all) =>
        all.map((chart) => {
          const { width, height } = chart.getBoundingClientRect();
          return width > 150 && height >= 60;
        }),
      );
      expect(sizes).toEqual([true, true, true]);
      const fill = await page
        .locator('svg path.security')
        .first()
        .evaluate((path) => getComputedStyle(path).fill);
      expect(fill).toBe('rgb(155, 28, 49)');
    }));

  it('runs nothing of what results files say', () =>
    visit('hostile', {}, async (page) => {
      expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
      expect(await page.locator('script, img').count()).toBe(0);
      await expect(page.locator('.problems').innerText()).resolves.toContain('<script>');
    }));

  it.each(['varied', 'hostile', 'long'].flatMap((name) => [1024, 720, 390].map((width) => [name, width] as const)))(
    'cuts nothing: %s at %d px', (name, width) =>
      visit(name, { width }, async (page) => {
        await openAll(page);
        expect(await page.evaluate(cutElements)).toEqual([]);
      }),
  ); // prettier-ignore

  it.each([
    ['varied', false, 1280],
    ['varied', true, 1280],
    ['varied', true, 390],
    ['long', false, 1280],
    ['passing', false, 1280],
  ] as const)('gives axe-core nothing to find: %s, dark %s, %d px', (name, dark, width) =>
    visit(name, { dark, width }, async (page) => {
      await openAll(page);
      expect(await findings(page)).toEqual([]);
    }),
  );
});
