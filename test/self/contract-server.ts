import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { run } from '../../src/run/index.ts';
import type { UrlTarget } from '../../src/targets/target-request.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { Result, Results } from '../../src/results/results.ts';
import { suites } from '../../suites/index.ts';
import { corsFor } from '../../servers/reference/cors.js';
import { createRoutes } from '../../servers/shared/backend/routes.js';
import { respond } from '../../servers/reference/server.js';

/** Answers instead of the reference's route, with CORS headers as the policy has them. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
) => void | Promise<void>;

export const policy: Policy = {
  origins: ['https://app.example.test', 'https://admin.example.test'],
  credentials: true,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  requestHeaders: ['content-type', 'x-api-key', 'authorization'],
  exposedHeaders: ['x-total-count'],
  maxAge: 600,
};

/** A server that does what the policy says, whatever its routes answer. Gives its URL. */
export async function startServer(
  changed: Readonly<Record<string, Handler | null>> = {},
  before: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<{ readonly url: string; readonly asked: readonly string[] }> {
  const routes = new Map(createRoutes());
  for (const [path, handler] of Object.entries(changed)) {
    if (handler === null) routes.delete(path);
    else routes.set(path, handler);
  }
  const asked: string[] = [];
  const cors = corsFor(policy);
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (!before(request, response)) void respond(cors, routes, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** A run in the model; all scenarios, where none are named. */
export async function play(
  url: string,
  routes: UrlTarget['routes'],
  { allowWrites = true, headers = [], wanted = /./ }: Partial<UrlTarget> & { wanted?: RegExp } = {},
): Promise<Results> {
  return run(
    {
      targets: [{ kind: 'url', url, routes, allowWrites, headers, insecure: false }],
      policies: { policy },
      policyArguments: {},
      browsers: ['model'],
      scenarios: suites.flatMap(({ scenarios }) => scenarios).filter(({ id }) => wanted.test(id)),
      timeoutMs: 5000,
      jobs: 16,
      evidence: 'failures',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

export function failures({ results }: Results): readonly string[] {
  return results
    .filter(({ status }) => status === 'fail' || status === 'error')
    .map(({ scenario, status, message }) => `${scenario} ${status}: ${message}`);
}

export function resultOf({ results }: Results, scenario: string): Result | undefined {
  return results.find((result) => result.scenario === scenario);
}
