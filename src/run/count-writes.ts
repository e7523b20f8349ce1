import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/**
 * Asks an implementation, not through any browser, how many writes it counts for a cell.
 * @param upstream where it really is
 * @returns undefined when it does not tell
 */
export function countWrites(upstream: string, pathname: string, cell: string): Promise<number | undefined> {
  const url = new URL(pathname, upstream);
  url.search = new URLSearchParams({ id: cell }).toString();
  return new Promise((resolve) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = request(url, { agent: false, timeout: 5000, rejectUnauthorized: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => { resolve(writesIn(body)); }); // prettier-ignore
      response.on('error', () => { resolve(undefined); }); // prettier-ignore
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer')));
    sent.on('error', () => { resolve(undefined); }); // prettier-ignore
    sent.end();
  });
}

function writesIn(body: string): number | undefined {
  try {
    const { writes } = JSON.parse(body) as { writes?: unknown };
    return typeof writes === 'number' ? writes : undefined;
  } catch {
    return undefined;
  }
}
