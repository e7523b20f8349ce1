import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { libraries, type LibraryId } from '../../src/causes/libraries/index.ts';
import { conclude } from '../../src/results/gate.ts';
import { need } from '../requirements.ts';
import { ask } from './mistakes/ask.ts';
import { intended, listening, path, type StartedServer } from './mistakes/mistake.ts';
import { type Proxy, proxies } from './support/proxies.ts';

/** The snippets of fixes, in real proxies in front of an application that knows nothing of CORS and refuses OPTIONS. */

const policy = { ...intended, origins: [...intended.origins, 'https://*.example.org'] };

const application: RequestListener = (request, response) => {
  request.resume();
  const found = request.url?.split('?')[0] === path;
  const status = request.method === 'OPTIONS' ? 405 : found ? 200 : 404;
  response.writeHead(status, { 'Content-Type': 'application/json', 'X-Total-Count': '2' });
  response.end('[{"id":1},{"id":2}]');
};

async function start(proxy: Proxy, lines: string): Promise<StartedServer> {
  const app = await listening(application);
  const { origin, stop } = await proxy.start(lines, new URL(app.url).origin);
  return {
    url: `${origin}${path}`,
    stop: () => {
      stop();
      app.stop();
    },
  };
}

const everything = (library: LibraryId): string => libraries[library].call(policy);

/** The fix of preflights, merged with the rest as a person does. */
function withPreflights(library: LibraryId): string {
  const order = libraries[library].advice.order.snippet?.(policy) ?? '';
  switch (library) {
    case 'apache':
      return `${everything(library)}\n${order}`;
    case 'nginx':
      return `${everything(library).replace(/^\}\n.*/ms, '}\n')}${order}`;
    default:
      return order;
  }
}

describe.each(proxies)('the fixes for $library', async (proxy) => {
  const { library, needs, namesItself } = proxy;
  const { missing } = await need(needs);

  it.skipIf(missing)('leave the preflights, if CORS alone is configured', async () => {
    const { causes = [] } = await ask(start(proxy, everything(library)), policy);
    const serious = causes.filter(({ level }) => level !== 'informative');
    expect(serious).toMatchObject([
      { code: 'preflight-status', fix: namesItself ? { library } : expect.not.objectContaining({ library }) },
    ]);
  });

  it.skipIf(missing)('are a server that passes --strict', async () => {
    const results = await ask(start(proxy, withPreflights(library)), policy);
    expect((results.causes ?? []).filter(({ level }) => level !== 'informative')).toEqual([]);
    expect(conclude(results, { strict: true })).toMatchObject({ kind: 'conforms', status: 0 });
  });
});
