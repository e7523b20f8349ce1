import { badPortList } from '../fetch-standard/index.ts';
import type { NotCarried } from '../http1/over-http2/fields.ts';
import type { Route } from '../scenarios/scenario.ts';
import { mismatchText, type PolicyMismatch } from '../scenarios/policy-mismatch.ts';
import { standInProblemText, type StandInProblem } from '../targets/stand-ins.ts';
import { contractNote, type RouteDifference } from '../targets/contract/index.ts';
import { textFrom, type Texts } from '../text/coded.ts';
import { printable } from '../text/printable.ts';

/** Why a scenario is not played: it does not apply to the policy, to the target, or to the browser. */
export type SkipReason = PolicyMismatch | PlanReason;

type PlanReason =
  /** `because`: why the URL of the target does not stand in for it. */
  | { readonly code: 'no-route'; readonly route: Route; readonly because?: StandInProblem }
  | { readonly code: 'route-differs'; readonly difference: RouteDifference }
  | { readonly code: 'rarely-stored' }
  /** A preload or a beacon of an event stream. */
  | { readonly code: 'waits-for-stream' }
  /** Not in `--endpoint-methods`. */
  | { readonly code: 'endpoint-method'; readonly method: string }
  | { readonly code: 'needs-write-counter' }
  | { readonly code: 'needs-own-name' }
  | { readonly code: 'needs-other-address' }
  | { readonly code: 'needs-second-name' }
  /** The target speaks HTTP/2 alone, which has no form for a raw request. */
  | { readonly code: 'no-http2-form'; readonly problem: NotCarried }
  | { readonly code: 'browser-incapable'; readonly detail: string }
  /** Browsers do not open pages at this port. */
  | { readonly code: 'bad-port'; readonly port: string }
  /** https://w3c.github.io/webappsec-mixed-content/#should-block-fetch */
  | { readonly code: 'mixed-content'; readonly page: string; readonly target: string };

/** One sentence or two. */
export function skipText(reason: SkipReason): string {
  return isPlanReason(reason) ? textFrom(texts, reason) : mismatchText(reason);
}

function isPlanReason(reason: SkipReason): reason is PlanReason {
  return Object.hasOwn(texts, reason.code);
}

const texts: Texts<PlanReason> = {
  'no-route': ({ route, because }) =>
    `The target has no route ${route}.${because === undefined ? '' : ` ${standInProblemText(because)}`}`,
  'endpoint-method': ({ method }) => `The URL does not support ${method} (--endpoint-methods).`,
  'rarely-stored': () =>
    'Nothing in the response to a plain GET says that caches may store it (Cache-Control, ETag, Last-Modified).',
  'waits-for-stream': () =>
    'The response of the URL is an event stream: a preload waits for its end, and a beacon for a connection.',
  'route-differs': ({ difference }) => contractNote(difference),
  'needs-write-counter': () => 'Needs the write counter of bundled implementations.',
  'needs-own-name': () =>
    'Needs a host name of its own for the target, so that its cookies do not affect other checks.',
  'needs-other-address': () =>
    'Needs another host name for the target, so that a proxy before it can replace Host by its address.',
  'needs-second-name': () => 'Needs a second host name for the target.',
  'no-http2-form': ({ problem }) =>
    `The server speaks HTTP/2 only, which cannot carry this request: ${textFrom(http2Texts, problem)}.`,
  'browser-incapable': ({ detail }) => detail,
  'bad-port': ({ port }) => `Browsers do not open pages at port ${port} (${badPortList}).`,
  'mixed-content': ({ page, target }) =>
    `${page} is a secure page, and browsers block its requests to ${target} as mixed content.`,
};

const http2Texts: Texts<NotCarried> = {
  upgrade: () => 'it has an Upgrade header',
  'http-1.0': () => 'it is a request of HTTP/1.0',
  'control-character': ({ name }) => `${printable(name)} contains a control character`,
  'several-lines': ({ name }) => `it has several lines of ${printable(name)}`,
};
