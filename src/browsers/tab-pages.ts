import type { Tab } from './driver.ts';

/** Takes one of the tabs that show a blank page: another URL in one takes less time than a new tab. */
export function takeIdle<T>(idle: Set<T>): T | undefined {
  const [tab] = idle;
  if (tab !== undefined) idle.delete(tab);
  return tab;
}

/**
 * Shows a page in a tab, and gives the function that closes it, once. Rejects when the page cannot be shown; the tab is
 * released then.
 * @param release `reuse`: whether the tab may show another page later
 */
export async function showPage(
  url: string,
  show: () => Promise<void>,
  release: (reuse: boolean) => Promise<void>,
): Promise<Tab['close']> {
  let closing: Promise<void> | undefined;
  const close: Tab['close'] = ({ reuse } = { reuse: true }) => (closing ??= release(reuse));
  try {
    await show();
  } catch (thrown) {
    await close({ reuse: false });
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Error(`${url} could not be opened: ${reason}`, { cause: thrown });
  }
  return close;
}
