import { notCarried, type NotCarried } from '../http1/over-http2/fields.ts';
import type { PageRequest, PageStep } from '../scenarios/page-request.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';
import type { SkipReason } from './skip-reasons.ts';

/**
 * Why corspec cannot send the raw requests of a check to a server that speaks HTTP/2 alone; null when it can. What a browser sends,
 * it sends to such a server as well.
 */
export function withoutHttp2Form(steps: readonly PageStep[], { upstream }: ReadyTarget): SkipReason | null {
  if (upstream.protocol !== 'h2') return null;
  for (const { request } of steps) {
    const problem = request.client === 'raw' ? problemOf(request) : null;
    if (problem !== null) return { code: 'no-http2-form', problem };
  }
  return null;
}

function problemOf({ headers, raw }: PageRequest): NotCarried | null {
  return raw?.httpVersion === '1.0' ? { code: 'http-1.0' } : notCarried(headers);
}
