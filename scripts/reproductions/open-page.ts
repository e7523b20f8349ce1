import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright';
import { chromiumDriver } from '../../src/browsers/chromium.ts';

export interface OpenedPage {
  /** What the page fetches, from its own origin. */
  readonly url: string;
  readonly credentials: RequestCredentials;
  /** Whether the page is in a sandboxed frame, where its origin is `null`. */
  readonly sandboxed: boolean;
}

export interface SeenByPage {
  /** Of the document that the browser opened. */
  readonly origin: string;
  /** Errors in the console, and then what the page says of its fetch. */
  readonly lines: readonly string[];
}

/** Says in the console whether the response is readable; it asks nothing else. */
function documentOf({ url, credentials, sandboxed }: OpenedPage): string {
  const script = `<script>
    fetch(${JSON.stringify(url)}, { credentials: ${JSON.stringify(credentials)} })
      .then((response) => response.text().then((body) => console.log('read by the page at ' + self.origin + ': ' + response.status + ' ' + body.trim())))
      .catch((error) => console.log('the page at ' + self.origin + ' got ' + error));
  </script>`;
  if (!sandboxed) return `<!doctype html>${script}`;
  const escaped = script.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html><iframe sandbox="allow-scripts" srcdoc="${escaped}"></iframe>`;
}

/** Opens a page in Chromium, at an origin on localhost, without anything of corspec between it and the server. */
export async function openPage(page: OpenedPage): Promise<SeenByPage> {
  const found = await chromiumDriver.find();
  if (!found.found) throw new Error(found.help);
  const server = createServer((_, response) =>
    response.setHeader('Content-Type', 'text/html').end(documentOf(page)),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await chromium.launch({ executablePath: found.executable, args: ['--no-sandbox'] });
  try {
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const tab = await browser.newPage();
    const lines: string[] = [];
    const said = new Promise<void>((resolve) => {
      tab.on('console', (message) => {
        // The address bar's icon is not what was asked for.
        if (message.location().url.endsWith('/favicon.ico')) return;
        lines.push(message.type() === 'error' ? `error: ${message.text()}` : message.text());
        if (/^(read by )?the page at /.test(message.text())) resolve();
      });
    });
    await tab.goto(origin);
    await said;
    return { origin, lines };
  } finally {
    await browser.close();
    server.close();
  }
}
