import type { Mismatch } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { ReplayedStep } from './facts.ts';
import type { PageRequest } from '../scenarios/page-request.ts';
import type { PreloadKind } from '../scenarios/scenario.ts';

/** The clients that use what was loaded in advance for them. */
const users: Readonly<Record<PreloadKind, PageRequest['client']>> = {
  script: 'script',
  module: 'module',
  style: 'style',
  fetch: 'fetch',
};

/**
 * Whether a request uses the response to a preload and is not sent: its kind, URL, mode and credentials are the same. The URL is all
 * that matters for a module. https://html.spec.whatwg.org/#consume-a-preloaded-resource
 */
export function usesPreload(request: PageRequest, { preload, ...earlier }: PageRequest): boolean {
  if (preload === undefined || request.client !== users[preload] || request.url !== earlier.url) return false;
  return (
    preload === 'module' || (request.mode === earlier.mode && request.credentials === earlier.credentials)
  );
}

/** Whether an earlier step has loaded the same URL in advance, be it in another mode. */
export function isPreloaded({ url }: PageRequest, earlier: readonly ReplayedStep[]): boolean {
  return earlier.some(({ request }) => request.preload !== undefined && request.url === url);
}

/** The step of a request that uses what an earlier one has loaded; null when there is none, or when that failed. */
export function preloadedFor(
  request: PageRequest,
  earlier: readonly ReplayedStep[],
): Omit<ReplayedStep, 'request' | 'outcome' | 'exchanges' | 'mismatches'> | null {
  const step = earlier.find((before) => usesPreload(request, before.request));
  const verdict = step?.verdict ?? null;
  if (verdict === null || verdict.outcome === 'blocked') return null;
  return { calls: [], answeredBy: [], verdict: { ...verdict, calls: [] }, fromPreload: true };
}

/** What should not have been sent. */
export function unexpected({ request: { method, url } }: Exchange, exchange: number): Mismatch {
  return { kind: 'unexpected-request', exchange, method, url };
}
