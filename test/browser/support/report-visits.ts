import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, expect } from 'vitest';
import { html } from '../../../reports/html/index.ts';
import type { ReportInput } from '../../../reports/reporter.ts';

const executablePath = process.env['CORSPEC_CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether the tests of reports are skipped, because there is no browser. */
export const hasNoBrowser = !existsSync(executablePath) && process.env['CORSPEC_REQUIRE'] !== 'all';

export interface VisitOptions {
  readonly hash?: string;
  readonly width?: number;
  readonly dark?: boolean;
}

/** Opens a report, and closes it again; its console must be empty, and it must not use the network. */
export type Visit = (
  name: string,
  options: VisitOptions,
  look: (page: Page) => Promise<void>,
) => Promise<void>;

/** Writes the reports before the tests of a file, and removes them after. */
export function reportVisits(samples: () => Readonly<Record<string, ReportInput>>): Visit {
  return pageVisits(() =>
    Object.fromEntries(Object.entries(samples()).map(([name, input]) => [name, reportText(input)])),
  );
}

function reportText(input: ReportInput): string {
  return html.render(input, { color: false, columns: 80 });
}

/** The same for other pages, by name. */
export function pageVisits(pages: () => Readonly<Record<string, string>>): Visit {
  let browser: Browser;
  let folder: string;
  const files: Record<string, string> = {};

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    folder = await mkdtemp(join(tmpdir(), 'corspec-report-'));
    for (const [name, text] of Object.entries(pages())) {
      const file = join(folder, `${name}.html`);
      await writeFile(file, text);
      files[name] = pathToFileURL(file).href;
    }
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  return async (name, { hash = '', width = 1280, dark = false }, look) => {
    const page = await browser.newPage({
      viewport: { width, height: 800 },
      colorScheme: dark ? 'dark' : 'light',
    });
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    page.on('pageerror', (problem) => messages.push(problem.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) messages.push(`asked for ${request.url()}`);
    });
    try {
      await page.goto(`${files[name] ?? name}${hash}`);
      await page.locator('table.grid, p.empty, table.problems').first().waitFor();
      await look(page);
      expect(messages).toEqual([]);
    } finally {
      await page.close();
    }
  };
}
