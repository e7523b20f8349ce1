import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DevTools } from '../../../src/browsers/devtools.ts';
import { devToolsSession } from '../../../src/browsers/devtools-session.ts';
import { noStateProcess } from '../../../src/browsers/state-process.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const url = 'https://app.example.test/page';

/**
 * What Chromium says when a tab's process ends after the response to a navigation and before its document is shown: the command is
 * answered, and nothing follows. It needs a kill within a few milliseconds, so that a real browser seldom does it.
 */
async function openIn(isShown: boolean) {
  const listeners = new Map<string, (params: Record<string, unknown>) => void>();
  const answers: Record<string, unknown> = {
    'Browser.getVersion': { product: 'Chrome/1', protocolVersion: '1.3' },
    'Target.getTargets': { targetInfos: [{ targetId: 'T', type: 'page', url: 'about:blank' }] },
    'Target.attachToTarget': { sessionId: 'S' },
  };
  const devTools: DevTools = {
    send(method) {
      if (method === 'Page.navigate' && isShown)
        setTimeout(
          () => listeners.get('Target.targetInfoChanged')?.({ targetInfo: { targetId: 'T', url } }),
          5,
        );
      return Promise.resolve((answers[method] ?? {}) as never);
    },
    on(event, listener) {
      listeners.set(event, (params) => {
        listener(params, undefined);
      });
      return () => listeners.delete(event);
    },
  };
  const session = await devToolsSession({
    id: 'chromium',
    name: 'Chromium',
    devTools,
    exited: new Promise(() => undefined),
    findStateProcess: () => Promise.resolve(noStateProcess),
    stop: () => Promise.resolve(),
  });
  return session.open(url);
}

it('a page is open when its document is shown', async () => {
  const tab = openIn(true);
  await vi.advanceTimersByTimeAsync(10);
  await expect(tab).resolves.toHaveProperty('closedBy');
});

it('a page whose document is not shown is given up after ten seconds', async () => {
  const refused = expect(openIn(false)).rejects.toThrow('the tab did not show its document');
  await vi.advanceTimersByTimeAsync(10_000);
  await refused;
});
