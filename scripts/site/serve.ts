import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { builtSite } from './built-site.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.gz': 'application/gzip',
};

export interface ServedSite {
  /** With a slash at its end. */
  readonly url: string;
  close(): void;
}

/** Serves dist/site below a path, as GitHub Pages does. */
export async function serveSite(base: string): Promise<ServedSite> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').replace(/[?#].*$/, ''));
    const file = path.startsWith(base) ? fileOf(path.slice(base.length)) : null;
    if (file === null) response.writeHead(404).end('Not found');
    else
      response
        .writeHead(200, { 'Content-Type': types[extname(file)] ?? 'text/plain' })
        .end(readFileSync(file));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function fileOf(path: string): string | null {
  const plain = normalize(join(builtSite, path));
  if (!plain.startsWith(builtSite)) return null;
  const candidates = [plain, `${plain}.html`, join(plain, 'index.html')];
  return candidates.find((file) => existsSync(file) && statSync(file).isFile()) ?? null;
}
