import type { ClueRule } from './clue.ts';
import type { LibraryId } from './libraries/index.ts';
import type { Reading } from './response-reading.ts';

interface Proxy {
  readonly library: LibraryId;
  readonly because: string;
  readonly isFrom: (response: Reading) => boolean;
}

const isPageOfNginx = ({ body }: Reading): boolean => body.includes('<hr><center>nginx');
const hasCors = ({ header }: Reading): boolean => header('access-control-allow-origin') !== '';

/** Servers that are often proxies in front of an application. HAProxy and Traefik do not name themselves. */
const proxies: readonly Proxy[] = [
  {
    library: 'nginx',
    because: 'Server: nginx',
    isFrom: (reading) => /^(nginx|openresty)\b/i.test(reading.header('server')) || isPageOfNginx(reading),
  },
  {
    library: 'apache',
    because: 'Server: Apache',
    isFrom: ({ header }) => /^apache(\/|$|\s)/i.test(header('server')),
  },
  {
    library: 'caddy',
    because: 'Server: Caddy',
    isFrom: ({ header }) => /\bcaddy\b/i.test(`${header('server')} ${header('via')}`),
  },
  {
    library: 'envoy',
    because: 'Server: envoy',
    isFrom: ({ header }) => header('server') === 'envoy' || header('x-envoy-upstream-service-time') !== '',
  },
  {
    library: 'aws-http-api',
    because: 'Apigw-Requestid',
    isFrom: ({ header }) => header('apigw-requestid') !== '',
  },
];

export const proxyRules: readonly ClueRule[] = [
  {
    kind: 'cors-of-proxy',
    library: 'nginx',
    certainty: 3,
    because: 'CORS headers on an error page of nginx',
    shows: (reading) => isPageOfNginx(reading) && hasCors(reading),
  },
  ...proxies.flatMap(({ library, because, isFrom }): readonly ClueRule[] => [
    { kind: 'proxy', library, certainty: 2, because, shows: isFrom },
    {
      kind: 'cors-of-proxy',
      library,
      certainty: 1,
      because: 'CORS headers without X-Powered-By',
      shows: (reading) => isFrom(reading) && hasCors(reading) && reading.header('x-powered-by') === '',
    },
  ]),
];
