import type { PageStep } from './page-request.ts';

/** Whether corspec itself makes the requests of a check, because no browser would. */
export function isPlayedByCorspec({ steps }: { readonly steps: readonly PageStep[] }): boolean {
  return steps.every(({ request }) => request.client === 'raw');
}
