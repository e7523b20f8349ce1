import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds in a page: the rule, and the first element that breaks it. */
export async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await checker.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

/** The elements whose content is cut without a scroll shadow, an ellipsis or a scroll bar of their own. */
export function cutElements(): readonly string[] {
  const isHinted = (element: Element): boolean => {
    const { textOverflow, webkitLineClamp } = getComputedStyle(element);
    const frame = element.closest('.frame[data-more~="right"]');
    return textOverflow === 'ellipsis' || webkitLineClamp !== 'none' || frame !== null;
  };
  return [...document.querySelectorAll('body, body *')]
    .filter((element) => getComputedStyle(element).overflowX !== 'visible' || element === document.body)
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
    .filter((element) => !element.matches('.sr, select') && !isHinted(element))
    .map((element) => element.outerHTML.slice(0, 120));
}
