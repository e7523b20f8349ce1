import { STATUS_CODES } from 'node:http';
import type { PlayedExample } from './example.ts';

/** The requests and responses of an example, with the header lines that CORS concerns. */
export function exchangeLines({ calls, example }: PlayedExample): readonly string[] {
  return calls
    .flatMap(({ method, url, headers, sendCredentials }, index) => {
      const { host, pathname } = new URL(url);
      const response = example.responses[index];
      if (response === undefined) return [];
      return [
        `${method} ${pathname} HTTP/1.1`,
        `Host: ${host}`,
        ...headers.filter(([name]) => name !== 'Accept').map(headerLine),
        ...(sendCredentials ? ['Cookie: session=…'] : []),
        '',
        `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ''}`.trim(),
        ...response.headers.map(headerLine),
        '',
      ];
    })
    .slice(0, -1);
}

function headerLine([name, value]: readonly [string, string]): string {
  return `${name}: ${value}`;
}
