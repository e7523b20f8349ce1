import { isRedirectStatus, locationUrl, type Mismatch, parseUrl } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { StepFacts } from './facts.ts';
import type { HarnessError } from './reasons.ts';

/** The origins that the redirects among these exchanges lead to. */
export function redirectOrigins(exchanges: readonly Exchange[]): readonly string[] {
  const urls = exchanges.flatMap(({ request, response }) => {
    if (response === undefined || !isRedirectStatus(response.status)) return [];
    const from = parseUrl(request.url);
    const url = from && locationUrl(response.headers, from);
    return url instanceof URL ? [url.origin] : [];
  });
  return [...new Set(urls)];
}

/**
 * A step whose redirect leads to an origin that corspec sends nothing to: the proxy refused the request, so that it is
 * missing on the wire does not mean that the browser did not make it.
 * @param origins that nothing is sent to
 */
export function withoutRefused(step: StepFacts, origins: readonly string[]): StepFacts {
  const isRefused = (call: number | undefined): boolean => {
    const url = call === undefined ? undefined : step.calls[call]?.url;
    return url !== undefined && origins.includes(new URL(url).origin);
  };
  const last = step.calls.length - 1;
  const refusedUrl = step.verdict === null && isRefused(last) ? step.calls[last]?.url : undefined;
  if (refusedUrl === undefined) return step;
  const isSeen = ({ kind, call }: Mismatch) => !kind.startsWith('missing-') || !isRefused(call);
  return { ...step, mismatches: step.mismatches.filter(isSeen), refusedUrl };
}

/** Why a check has no verdict, where a redirect leads to what is no target; null where none does. */
export function leadsElsewhere(steps: readonly StepFacts[]): HarnessError | null {
  const step = steps.find(({ refusedUrl }) => refusedUrl !== undefined);
  if (step?.refusedUrl === undefined) return null;
  const { method, url } = step.exchanges.at(-1)?.request ?? step.request;
  return { code: 'redirected-elsewhere', method, url, location: step.refusedUrl };
}
