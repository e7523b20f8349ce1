import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { ReportInput } from '../../reports/reporter.ts';
import { hostileInput, sampleInput } from '../fixtures/sample-results.ts';
import { hasNoBrowser, reportVisits } from './support/report-visits.ts';

/** A run of one target under one policy. */
function only(policy: string, { results, ...input }: ReportInput): ReportInput {
  const targets = results.targets.map((target) => ({
    ...target,
    policies: { [policy]: { status: 'ready' as const } },
  }));
  const checks = results.results.filter((result) => result.policy === policy);
  return { ...input, mode: 'run', results: { ...results, targets, results: checks } };
}

/** Every third implementation is written in Go. */
function withLanguages({ results, ...input }: ReportInput): ReportInput {
  const targets = results.targets.map((target, index) => ({
    ...target,
    language: index % 3 === 0 ? 'Go' : 'Rust',
    kind: 'library',
  }));
  return { ...input, results: { ...results, targets } };
}

/** The least contrast of text in an element, as WCAG 2 counts it. Runs in the page. */
function faintest(root: Element): number {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (color: string): number[] => {
    canvas!.clearRect(0, 0, 1, 1);
    canvas!.fillStyle = color;
    canvas!.fillRect(0, 0, 1, 1);
    return [...canvas!.getImageData(0, 0, 1, 1).data];
  };
  const light = (color: number[]): number => {
    const [r = 0, g = 0, b = 0] = color
      .map((channel) => channel / 255)
      .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element: Element | null): number[] => {
    if (element === null) return [255, 255, 255, 255];
    const color = rgb(getComputedStyle(element).backgroundColor);
    return color[3] === 255 ? color : ground(element.parentElement);
  };
  const texts = [...root.querySelectorAll('.content *')].filter(
    (element) =>
      !element.matches('.sr') &&
      [...element.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim()),
  );
  const contrasts = texts.map((element) => {
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
  return Math.min(...contrasts);
}

describe.skipIf(hasNoBrowser)('the HTML report in Chromium, from a file', () => {
  const visit = reportVisits(() => ({
    sample: sampleInput({ implementations: 6, browsers: ['chromium', 'firefox'], failing: 4 }),
    failing: sampleInput({ implementations: 2, failing: 100 }),
    hostile: hostileInput(),
    single: only('allowlist', sampleInput({ implementations: 1 })),
    many: withLanguages(sampleInput({ implementations: 50, scenarios: 60 })),
  }));

  const rowsOf = (page: Page): Promise<number> =>
    page.getByRole('grid').getAttribute('aria-rowcount').then(Number);

  it('shows the overview and the matrix', () =>
    visit('sample', {}, async (page) => {
      await expect(page.getByRole('heading', { level: 1 }).textContent()).resolves.toContain(
        '6 implementations',
      );
      await expect(page.getByRole('button', { name: /^Express under public: / }).isVisible()).resolves.toBe(
        true,
      );
      await expect(page.getByRole('columnheader', { name: 'Spring Boot' }).isVisible()).resolves.toBe(true);
      expect(await rowsOf(page)).toBe(25);
    }));

  it('narrows down to what a check of the overview counts', () =>
    visit('sample', {}, async (page) => {
      await page.getByRole('button', { name: /^Koa under allowlist: / }).click();
      await expect(page.getByLabel('Implementation', { exact: true }).inputValue()).resolves.toBe('koa');
      await expect(page.getByLabel('Policy', { exact: true }).inputValue()).resolves.toBe('allowlist');
      const names = await page.getByRole('grid').getByRole('columnheader').allTextContents();
      expect(names.slice(1)).toEqual(['Chromium', 'Firefox']);
    }));

  it('chooses among many implementations by language, and orders them by what fails', () =>
    visit('many', {}, async (page) => {
      const overview = page.getByRole('region', { name: 'Implementations by policies' });
      const rows = overview.locator('tbody tr');
      expect(await rows.count()).toBe(50);
      await page.getByLabel('Language', { exact: true }).selectOption('Go');
      expect(await rows.count()).toBe(17);
      const failures = () =>
        rows.evaluateAll((all) =>
          all.map((row) =>
            [...row.textContent.matchAll(/(\d+) at level security/g)].reduce(
              (sum, [, n]) => sum + Number(n),
              0,
            ),
          ),
        );
      await page.getByLabel('Implementations shown').getByLabel('Order').selectOption('worst');
      const worst = await failures();
      expect(worst).toEqual([...worst].sort((a, b) => b - a));
      expect(worst[0]).toBeGreaterThan(worst.at(-1) ?? 0);
      await page.getByLabel('Implementations shown').getByLabel('Order').selectOption('best');
      expect(await failures()).toEqual([...worst].reverse());
      await expect(page.getByLabel('Kind', { exact: true }).isVisible()).resolves.toBe(false);
    }));

  it('filters by text, level and status, and keeps that in the URL', () =>
    visit('sample', {}, async (page) => {
      await page.getByLabel('Search scenarios').fill('origin');
      const found = await rowsOf(page);
      await page.getByRole('button', { name: 'security', exact: true }).click();
      expect(await rowsOf(page)).toBeLessThan(found);
      await page.getByRole('button', { name: '✗ failed' }).click();
      expect(new URL(page.url()).hash).toBe('#status=fail&level=security&q=origin');
      const filtered = await rowsOf(page);
      await page.reload();
      await page.getByRole('grid').waitFor();
      expect(await rowsOf(page)).toBe(filtered);
    }));

  it('says so when nothing matches, and comes back when the filters are cleared', () =>
    visit('sample', { hash: '#q=no-such-scenario' }, async (page) => {
      await expect(page.locator('p.empty').textContent()).resolves.toBe('No check matches these filters.');
      await page.getByRole('button', { name: 'Clear filters' }).click();
      expect(await rowsOf(page)).toBe(25);
    }));

  it('is worked by keyboard: arrows move, Enter opens, Escape closes and gives the focus back', () =>
    visit('failing', {}, async (page) => {
      await page.locator('td[tabindex="0"]').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      const focused = page.locator('td:focus');
      await expect(focused.getAttribute('data-row')).resolves.toBe('1');
      await expect(focused.getAttribute('data-column')).resolves.toBe('1');
      expect(await page.locator('td[tabindex="0"]').count()).toBe(1);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Each origin of the list is let in' });
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      await expect(focused.getAttribute('data-row')).resolves.toBe('1');
    }));

  it('reaches the last row by keyboard though it was not built yet', () =>
    visit('many', { hash: '#columns=pair' }, async (page) => {
      await page.locator('td[tabindex="0"]').focus();
      await page.keyboard.press('Control+End');
      await expect(page.locator('td:focus').getAttribute('data-row')).resolves.toBe('59');
    }));

  it('shows behind a failing check the advice, the exchanges, the step that decided and the command', () =>
    visit('failing', { hash: '#target=express&policy=allowlist&q=put-allowed' }, async (page) => {
      await page.locator('td[data-row="0"]').click();
      const dialog = page.getByRole('dialog');
      const text = (await dialog.textContent()) ?? '';
      expect(text).toContain('Got the response names Access-Control-Allow-Origin: *');
      expect(text).toContain('A page at https://app.example.test (allowed: the first allowed origin)');
      expect(text).toContain('OPTIONS http://127.0.0.1:40123/resource');
      expect(text).toContain('Access-Control-Request-Method: PUT');
      expect(text).toContain(
        'corspec run express --policy allowlist --browser chromium --scenario preflight/put-allowed',
      );
      const link = dialog.getByRole('link', { name: 'cors-check', exact: true });
      await expect(link.getAttribute('href')).resolves.toBe(
        'https://fetch.spec.whatwg.org/#concept-cors-check',
      );
      await expect(dialog.locator('.header.decides').allTextContents()).resolves.toEqual([
        'Access-Control-Allow-Origin: * ◂ decides',
      ]);
    }));

  it('tells in a failing check the story of explain: questions, exchanges, checks, the end and what to change', () =>
    visit('failing', { hash: '#target=express&policy=allowlist&q=put-allowed' }, async (page) => {
      await page.locator('td[data-row="0"]').click();
      const sequence = page.getByRole('list', { name: 'Messages between Page, Browser, Server' });
      expect(await sequence.getByRole('heading', { level: 4 }).allTextContents()).toEqual([
        'Is the request cross-origin? Yes: the host differs',
        'Does the browser send a preflight? Yes',
        'The preflight allows the request',
        'The PUT ✗ is answered with 200, and the script cannot read it',
        '✗ The script cannot read the response, and gets an error.',
      ]);
      const kinds = await sequence
        .locator('> li')
        .evaluateAll((items) => items.map((item) => [...item.classList].slice(0, 2).join(' ')));
      expect(kinds).toEqual([
        'lanes', 'arrow page-browser', 'note on', 'note on',
        'arrow browser-server', 'arrow server-browser', 'note on',
        'arrow browser-server', 'arrow server-browser', 'note stop',
        'arrow browser-page', 'ending unexpected',
      ]); // prettier-ignore
      const check = sequence.locator('.checks .decides');
      await expect(check.textContent()).resolves.toContain('Access-Control-Allow-Origin is *, and');
      await expect(
        check.getByRole('link', { name: 'Fetch standard, #concept-cors-check' }).getAttribute('href'),
      ).resolves.toBe('https://fetch.spec.whatwg.org/#concept-cors-check');
      await expect(sequence.locator('.changes').textContent()).resolves.toContain(
        '← responseAccess-Control-Allow-Origin: https://app.example.test',
      );
    }));

  it('shows the headers that matter at once, and all of them by keyboard', () =>
    visit('failing', { hash: '#target=express&policy=allowlist&q=put-allowed' }, async (page) => {
      await page.locator('td[data-row="0"]').click();
      const sent = page.locator('.arrow.browser-server').first();
      await expect(sent.getByText('Access-Control-Request-Method').first().isVisible()).resolves.toBe(true);
      await expect(sent.getByText('User-Agent').isVisible()).resolves.toBe(false);
      await sent.locator('summary').focus();
      await page.keyboard.press('Enter');
      await expect(sent.getByText('User-Agent').isVisible()).resolves.toBe(true);
    }));

  it('has the shape of the wire alone in a check that passes, and says how to see more', () =>
    visit('single', {}, async (page) => {
      await page.locator('td .mark.pass').first().click();
      const dialog = page.getByRole('dialog');
      expect(await dialog.locator('.note, .message').count()).toBe(0);
      const text = (await dialog.textContent()) ?? '';
      expect(text).toContain('The command below uses --evidence all');
      expect(text).toMatch(/--scenario \S+ --evidence all/);
    }));

  it('gives headings in order, and text that stands out in either colour scheme', async () => {
    const look = async (page: Page): Promise<void> => {
      await page.locator('td[data-row="0"]').click();
      const levels = await page
        .locator('dialog :is(h2, h3, h4, h5)')
        .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName.slice(1))));
      expect(levels[0]).toBe(2);
      expect(levels.every((level, index) => index === 0 || level - (levels[index - 1] ?? 0) <= 1)).toBe(true);
      expect(await page.locator('dialog').evaluate(faintest)).toBeGreaterThanOrEqual(4.5);
    };
    const hash = '#target=express&policy=allowlist&q=put-allowed';
    await visit('failing', { hash }, look);
    await visit('failing', { hash, dark: true }, look);
  });

  it('opens the check that the URL names, with a tab for each browser', () =>
    visit('sample', {}, async (page) => {
      await page.locator('td[data-row="0"][data-column="0"]').click();
      await page.getByRole('tab', { name: /^firefox/ }).click();
      await page.reload();
      const tab = page.getByRole('tab', { name: /^firefox/ });
      await tab.waitFor();
      await expect(tab.getAttribute('aria-selected')).resolves.toBe('true');
    }));

  it('moves between tabs with the arrow keys', () =>
    visit('sample', {}, async (page) => {
      await page.locator('td[data-row="0"][data-column="0"]').click();
      await page.getByRole('tab', { name: /^chromium/ }).focus();
      await page.keyboard.press('ArrowRight');
      await expect(page.locator('[role="tab"]:focus').textContent()).resolves.toContain('firefox');
    }));

  it('shows what a target sent as text, and runs none of it', () =>
    visit('hostile', {}, async (page) => {
      await page.locator('td .mark.required').click();
      const header = page.locator('.header', { hasText: 'X-Evil' }).first();
      const text = (await header.textContent()) ?? '';
      expect(text).toContain('<script>globalThis.pwned=1;alert(1)</script>');
      expect(text).toContain('\\x1b[31mred\\x1b[0m \\u202egnp.exe');
      const story = page.locator('.sequence');
      for (const place of ['.note h4', '.note p', '.origins', '.checks', '.ending h4', '.ending dl', '.send'])
        expect(await story.locator(place).last().textContent()).toContain(
          '<script>globalThis.pwned=1;alert(1)</script>',
        );
      expect(await story.locator('img').count()).toBe(0);
      expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
      expect(await page.locator('script').count()).toBe(2);
    }));

  it('does not scroll sideways on a phone, with a check open or not', () =>
    visit('failing', { width: 360 }, async (page) => {
      const overhang = (): Promise<number> =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(await overhang()).toBe(0);
      await page.locator('td[data-row="0"]').first().click();
      expect(await overhang()).toBe(0);
      expect(await page.locator('dialog').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(
        0,
      );
    }));

  it('is dark where the reader wants it dark', async () => {
    const background = (page: Page): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await visit('sample', {}, async (page) => expect(await background(page)).toBe('rgb(246, 247, 249)'));
    await visit('sample', { dark: true }, async (page) =>
      expect(await background(page)).toBe('rgb(15, 20, 27)'),
    );
  });

  it('goes straight to coverage and scenarios when there is one implementation under one policy', () =>
    visit('single', {}, async (page) => {
      expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
        'Coverage',
        'Scenarios',
      ]);
    }));

  it('prints every family, though it was not in sight', () =>
    visit('many', {}, async (page) => {
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      expect(await page.locator('td[data-column="0"]').count()).toBe(60);
    }));
});
