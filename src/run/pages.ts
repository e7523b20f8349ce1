import {
  pagePrefix,
  type PageCell,
  type PageEnd,
  type PageReport,
  type PageWork,
} from '../vocabulary/page-work.ts';
import type { ServedRequest, ServedResponse } from '../wire/index.ts';

/** A file that every page can load, by path. */
export type PageAssets = ReadonlyMap<
  string,
  { readonly contentType: string; readonly body: string | Uint8Array }
>;

export interface PageJob {
  /** The page's origin: nobody else gets this work. */
  readonly origin: string;
  readonly cells: readonly PageCell[];
  readonly concurrency: number;
  readonly onReport: (report: PageReport) => void;
}

export interface OpenPage {
  readonly url: string;
  /** Resolves when the page says that it is done, with what broke it if anything did. */
  readonly end: Promise<PageEnd>;
}

/** Serves the pages of all origins, hands out their work, and takes their outcomes. */
export interface PageHost {
  serve(request: ServedRequest): ServedResponse;
  add(job: PageJob): OpenPage;
}

interface Entry {
  readonly job: PageJob;
  readonly finish: (end: PageEnd) => void;
}

/** @param assets the page itself (`/.corspec/page`) and its scripts */
export function createPageHost(assets: PageAssets): PageHost {
  const entries = new Map<string, Entry>();

  function serve(request: ServedRequest): ServedResponse {
    const url = new URL(request.path, request.origin);
    const entry = entries.get(url.searchParams.get('page') ?? '');
    const asset = assets.get(url.pathname);
    if (asset !== undefined)
      return {
        headers: {
          'Content-Type': asset.contentType,
          'Cache-Control': 'max-age=600',
          // Sandboxed frames of the page have an opaque origin, and load the same modules.
          'Access-Control-Allow-Origin': '*',
        },
        body: asset.body,
      };
    if (entry?.job.origin !== request.origin) return { status: 404, body: 'Not a page of corspec.' };
    return answer(entry, url.pathname.slice(pagePrefix.length), request.body);
  }

  function add(job: PageJob): OpenPage {
    const id = entries.size.toString(36);
    const end = new Promise<PageEnd>((resolve) => entries.set(id, { job, finish: resolve }));
    return { url: `${job.origin}${pagePrefix}page?page=${id}`, end };
  }

  return { serve, add };
}

function answer({ job, finish }: Entry, name: string, body: string): ServedResponse {
  switch (name) {
    case 'work': {
      const work: PageWork = { cells: job.cells, concurrency: job.concurrency };
      return json(work);
    }
    case 'outcomes':
      for (const report of JSON.parse(body) as readonly PageReport[]) job.onReport(report);
      return json({});
    case 'end':
      finish(JSON.parse(body === '' ? '{}' : body) as PageEnd);
      return json({});
    default:
      return { status: 404, body: 'Not a page of corspec.' };
  }
}

function json(value: unknown): ServedResponse {
  return {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify(value),
  };
}
