import type { EmbedderPolicy } from '../fetch-standard/index.ts';
import type { Body, Client, OpaqueFrame, PreloadKind, RequestSpec } from './scenario.ts';

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
  /** Made from a frame at the page's origin with this Cross-Origin-Embedder-Policy. */
  readonly embedderPolicy?: EmbedderPolicy;
  /** The attribute `integrity`, and whether the content of the route has this hash. */
  readonly integrity?: { readonly hash: string; readonly matches: boolean };
  readonly preload?: PreloadKind;
  /** `css-font` only: the URL of the style sheet that names the font. */
  readonly styleSheet?: string;
  /** For the client `raw`. */
  readonly raw?: RawSettings;
}

/** How corspec sends a request itself. */
export interface RawSettings {
  /** The Origin header, null for none. */
  readonly origin: string | null;
  readonly times: number;
  readonly connection?: 'kept' | 'new';
  readonly httpVersion?: '1.0';
  /** The Cookie header. */
  readonly cookie?: string;
}

/** A frame within the page: one whose origin is opaque (`null`), or one of another origin; or a worker. */
export type PageFrame = OpaqueFrame | 'worker' | { readonly origin: string };

export interface PageStep {
  readonly waitMs: number;
  readonly request: PageRequest;
  /** The next step does not wait for the response. */
  readonly background?: true;
}
