import type { Body, Client, OpaqueFrame, RequestSpec } from './scenario.ts';

/** A request with its symbols resolved, as the page makes it. */
export interface PageRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Body;
  readonly client: Client;
  readonly mode: NonNullable<RequestSpec['mode']>;
  readonly credentials: NonNullable<RequestSpec['credentials']>;
  readonly redirect: NonNullable<RequestSpec['redirect']>;
  readonly cache: NonNullable<RequestSpec['cache']>;
  readonly uploadListener: boolean;
  /** `strict-origin-when-cross-origin`, the default of browsers, when absent. fetch only. */
  readonly referrerPolicy?: 'no-referrer' | 'origin' | 'same-origin' | 'unsafe-url';
  /** Made from a frame of its own. */
  readonly frame?: PageFrame;
  /** For the client `raw`: the Origin header, null for none, and how many times to send. */
  readonly raw?: { readonly origin: string | null; readonly times: number };
}

/** A frame within the page: one whose origin is opaque (`null`), or one of another origin. */
export type PageFrame = OpaqueFrame | { readonly origin: string };

export interface PageStep {
  readonly waitMs: number;
  readonly request: PageRequest;
}
