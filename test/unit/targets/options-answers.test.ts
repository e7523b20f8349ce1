import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { checkAllRoutes } from '../../../src/targets/check-server/routes.ts';
import { findDifferences } from '../../../src/targets/contract/index.ts';
import { contractServerOfImplementation } from '../../../src/targets/target-contract.ts';
import { policy, startServer } from '../../self/contract-server.ts';

const { signal } = new AbortController();
const [allowedOrigin = ''] = policy.origins ?? [];

/** Responds to OPTIONS requests that are no preflights with this status, and leaves all others to the server. */
function refuse(status: number) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const isRefused =
      request.method === 'OPTIONS' && request.headers['access-control-request-method'] === undefined;
    if (isRefused) response.writeHead(status).end();
    return isRefused;
  };
}

function hasNoOptions(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== 'OPTIONS') return false;
  response.writeHead(404).end();
  return true;
}

/** What differs at the resource, and whether the middleware may be why. */
async function differences(before: typeof hasNoOptions, place: { readonly counts?: boolean } = {}) {
  const { url } = await startServer({}, before);
  const server = { ...contractServerOfImplementation(url), ...place };
  const options = { routes: ['resource'], timeoutMs: 5000, signal, token: 'contract-test-' } as const;
  const found = await findDifferences([{ server, policy }], options);
  return found.map(({ asked, got, maybeMiddleware }) => ({ asked, got, maybeMiddleware }));
}

describe('404 to OPTIONS without Access-Control-Request-Method', () => {
  const missing = { asked: 'OPTIONS /resource', got: 'status 404' };

  it('may be the middleware’s where a preflight of the path succeeds', async () => {
    expect(await differences(refuse(404))).toEqual([{ ...missing, maybeMiddleware: true }]);
  });

  it('shows a missing route where a preflight fails', async () => {
    expect(await differences(hasNoOptions)).toEqual([{ ...missing, maybeMiddleware: false }]);
  });

  it('shows a missing route of a URL whose path may have no handler for OPTIONS', async () => {
    const found = await differences(refuse(404), { counts: false });
    expect(found.filter(({ asked }) => asked.startsWith('OPTIONS'))).toEqual([
      { ...missing, maybeMiddleware: false },
    ]);
  });

  it('is a note of check-server', async () => {
    const { url } = await startServer({}, refuse(404));
    const place = { name: 'list', server: contractServerOfImplementation(url), allowedOrigin };
    const checks = await checkAllRoutes([place], signal);
    expect(checks.find(({ route }) => route === 'resource')).toMatchObject({
      status: 'keeps',
      notes: [expect.stringContaining('OPTIONS /resource: expected status 200, got status 404')],
    });
  });
});

it('405 to OPTIONS without Access-Control-Request-Method is the router’s, whatever a preflight gets', async () => {
  const found = await differences(refuse(405));
  expect(found).toEqual([{ asked: 'OPTIONS /resource', got: 'status 405', maybeMiddleware: false }]);
});
