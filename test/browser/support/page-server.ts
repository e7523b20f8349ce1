import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { pageAssets, pageDocument, pagePath } from '../../../src/page/assets.ts';
import { pagePrefix } from '../../../src/proxy/reserved-paths.ts';
import { type PageReport, type PageWork } from '../../../src/page/work.ts';
import { startThrowawayProxy } from './throwaway-proxy.ts';

/** How many preflights came, by URL. */
type Preflights = Map<string, number>;

/** Pages on every origin, a target behind every other path, and the work of pages by their id. */
export async function startPageServer() {
  const assets = pageAssets();
  const jobs = new Map<string, { work: PageWork; reports: PageReport[]; end: (problem?: string) => void }>();
  const preflights: Preflights = new Map();
  const proxy = await startThrowawayProxy((url, request, response) => {
    if (!url.pathname.startsWith(pagePrefix)) return answerAsTarget(url, request, response, preflights);
    const asset = assets.get(url.pathname);
    const work = jobs.get(url.searchParams.get('page') ?? '')?.work;
    if (asset && work && url.pathname === pagePath)
      return void response.setHeader('Content-Type', asset.contentType).end(pageDocument(asset, work));
    if (asset) return void response.setHeader('Content-Type', asset.contentType).end(asset.body);
    void answerPage(url, request, response);
  });

  async function answerPage(url: URL, request: IncomingMessage, response: ServerResponse) {
    const job = jobs.get(request.headers['corspec-key'] as string);
    if (!job) return response.writeHead(404).end();
    const message = await text(request);
    const action = url.pathname.slice(pagePrefix.length);
    if (action === 'outcomes') job.reports.push(...(JSON.parse(message) as PageReport[]));
    response.end();
    if (action === 'end') job.end((JSON.parse(message) as { problem?: string }).problem);
  }

  return {
    ...proxy,
    /** Keeps work for a page. The promise gives what it reported, by check, and rejects when the page broke. */
    give(
      page: string,
      given: Pick<PageWork, 'checks' | 'concurrency'>,
    ): Promise<ReadonlyMap<string, PageReport>> {
      const reports: PageReport[] = [];
      const work = { ...given, key: page };
      return new Promise((resolve, reject) => {
        const end = (problem?: string) =>
          problem
            ? reject(new Error(problem))
            : resolve(new Map(reports.map((report) => [report.check, report])));
        jobs.set(page, { work, reports, end });
      });
    },
  };
}

/**
 * A target that allows every origin, and tells what it got. `/closed` allows none, `/hangs` never answers, `/hangs-up`
 * breaks off, `/endless` begins a body and leaves it at that.
 */
function answerAsTarget(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  preflights: Preflights,
): void {
  if (url.pathname === '/hangs') return;
  if (url.pathname === '/hangs-up') return void request.socket.destroy();
  if (url.pathname !== '/closed') allow(request, response);
  if (url.pathname === '/big') return void response.end('x'.repeat(3 * 1024 * 1024));
  if (url.pathname === '/endless') return void response.write('x'.repeat(1024));
  if (request.method === 'OPTIONS') {
    preflights.set(url.href, (preflights.get(url.href) ?? 0) + 1);
    return void response.writeHead(204).end();
  }
  void text(request).then((body) => {
    const { cookie, 'content-type': type, 'x-probe': probe } = request.headers;
    const seen = {
      method: request.method,
      cookie,
      type,
      probe,
      body,
      preflights: preflights.get(url.href) ?? 0,
    };
    response
      .setHeader('Content-Type', 'application/json')
      .setHeader('X-Seen', 'yes')
      .setHeader('X-Hidden', 'yes');
    response.end(JSON.stringify(seen));
  });
}

function allow({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '*');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Expose-Headers', 'X-Seen');
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE');
  response.setHeader('Access-Control-Allow-Headers', headers['access-control-request-headers'] ?? '');
  response.setHeader('Access-Control-Max-Age', '600');
}
