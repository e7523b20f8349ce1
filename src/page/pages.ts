import { frameSetPath, type PageAsset, pageDocument, pagePath } from './assets.ts';
import { pagePrefix } from '../proxy/reserved-paths.ts';
import { keyHeader, type PageCheck, type PageEnd, type PageMessage } from './work.ts';
import type { ServedHead, ServedRequest, ServedResponse } from '../proxy/index.ts';
import { readEnd, readMessages } from './page-messages.ts';
import { fontSheet, fontSheetPath } from './font-sheet.ts';
import { newSecret } from '../system/secret.ts';
import type { PageJob } from './job.ts';
import { createTickets } from './tickets.ts';

export interface OpenPage {
  /** Serves the page's document once. */
  readonly url: string;
  /** Resolves when the page reports that it has finished, with its problem if there is one. */
  readonly end: Promise<PageEnd>;
  /** Ignores further messages of the page. */
  close(): void;
}

/** Serves the pages of all origins with their work, and receives their outcomes. */
export interface PageHost {
  serve(request: ServedRequest): ServedResponse;
  /** The longest body of a request: bytes. */
  longestBody(request: ServedHead): number;
  add(job: PageJob): OpenPage;
}

interface Entry {
  readonly job: PageJob;
  /** Checks without a message so far. */
  readonly open: Map<string, PageCheck>;
  readonly finish: (end: PageEnd) => void;
}

/** Far more than a page sends; a document with a single check sends less. */
const longestMessage = 16 * 1024 * 1024;
const longestMessageOfOneCheck = 64 * 1024;

/**
 * A page is opened with a ticket that is valid once. Its document contains the work and a key for its messages. Both are
 * random, so that other documents of the same origin cannot obtain them. A page in a frame sends its messages to the page
 * that holds it, which has the key.
 * @param assets the pages (`/.corspec/page`, `/.corspec/frame-set`) and their scripts
 */
export function createPageHost(assets: ReadonlyMap<string, PageAsset>): PageHost {
  const tickets = createTickets();
  const keys = new Map<string, Entry>();

  function entryOf({ origin, headers }: ServedHead): Entry | null {
    const key = headers.find(([name]) => name.toLowerCase() === keyHeader.toLowerCase())?.[1] ?? '';
    const entry = keys.get(key);
    return entry?.job.origin === origin ? entry : null;
  }

  /** Serves the document of a page, which invalidates its ticket. */
  function servePage(asset: PageAsset, path: string, id: string, origin: string): ServedResponse {
    const ticket = tickets.take(id, path, origin);
    if (ticket === null) return notFound;
    return {
      headers: {
        'Content-Type': asset.contentType,
        'Cache-Control': 'no-store',
        ...(ticket.runsTargetCode ? { 'Content-Security-Policy': confinement } : {}),
      },
      body: pageDocument(asset, ticket.work),
    };
  }

  return {
    longestBody(request) {
      const entry = entryOf(request);
      if (entry === null) return 0;
      const { runsTargetCode, frames } = entry.job;
      return runsTargetCode && frames === undefined ? longestMessageOfOneCheck : longestMessage;
    },
    serve(request) {
      const { pathname, searchParams } = new URL(request.path, request.origin);
      const asset = assets.get(pathname);
      if (asset !== undefined && [pagePath, frameSetPath].includes(pathname))
        return servePage(asset, pathname, searchParams.get('page') ?? '', request.origin);
      if (asset !== undefined) return serveAsset(asset, searchParams);
      if (pathname === fontSheetPath) return serveFontSheet(searchParams);
      const entry = request.method === 'PUT' ? entryOf(request) : null;
      return entry === null ? notFound : answer(entry, pathname.slice(pagePrefix.length), request.body);
    },
    add(job) {
      const key = newSecret();
      const issued = tickets.issue(job, key);
      const close = () => {
        tickets.revoke(issued);
        keys.delete(key);
      };
      const end = new Promise<PageEnd>((resolve) => {
        const finish = (message: PageEnd) => {
          close();
          resolve(message);
        };
        const open = new Map(job.checks.map((check) => [check.id, check]));
        keys.set(key, { job, open, finish });
      });
      return { url: issued.page.url, end, close };
    },
  };
}

/**
 * Restricts a document that runs code of a target: it cannot open windows or dialogs, embed unrestricted documents of its
 * origin, or start workers. Its origin, and so its requests, are those of any page.
 */
const confinement =
  "sandbox allow-scripts allow-same-origin; frame-src 'none'; worker-src 'none'; object-src 'none'; form-action 'none'";

const notFound: ServedResponse = { status: 404, body: 'Not a corspec page.' };

/** The values of `embedder-policy` in the URL of a document. */
const embedderPolicies: readonly string[] = ['require-corp', 'credentialless'];

function serveAsset({ contentType, body }: PageAsset, query: URLSearchParams): ServedResponse {
  const policy = query.get('embedder-policy') ?? '';
  return {
    headers: {
      'Content-Type': contentType,
      ...(embedderPolicies.includes(policy) ? { 'Cross-Origin-Embedder-Policy': policy } : {}),
      'Cache-Control': 'max-age=600',
      // Sandboxed frames of the page have an opaque origin, and load the same modules.
      'Access-Control-Allow-Origin': '*',
    },
    body,
  };
}

function serveFontSheet(query: URLSearchParams): ServedResponse {
  const body = fontSheet(query);
  return body === null ? notFound : { headers: { 'Content-Type': 'text/css; charset=utf-8' }, body };
}

function answer(entry: Entry, name: string, body: string): ServedResponse {
  switch (name) {
    case 'outcomes':
      for (const message of readMessages(body) ?? []) take(entry, message);
      return json({});
    case 'end':
      entry.finish(readEnd(body) ?? { problem: 'its last message is invalid' });
      return json({});
    default:
      return notFound;
  }
}

/** Only the first message about a check of this page counts. */
function take({ job, open }: Entry, message: PageMessage | { readonly check: string | null }): void {
  const check = open.get(message.check ?? '');
  if (check === undefined) return;
  open.delete(check.id);
  if ('outcome' in message && message.outcome.steps.length === check.steps.length) job.onReport(message);
  else if ('problem' in message) job.onProblem(message);
  else job.onProblem({ check: check.id, problem: 'The page sent an invalid outcome for this check.' });
}

function json(value: unknown): ServedResponse {
  return {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify(value),
  };
}
