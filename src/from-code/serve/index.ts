import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { blockedPortProblem } from '../../options/target-url.ts';
import { CannotRunError } from '../../results/cannot-run-error.ts';
import { fetchListener } from './fetch-listener.ts';
import { nodeListener } from './node-listener.ts';
import { createProblems, type Problems } from './problems.ts';
import { routeModuleHandler } from './route-module.ts';
import type { Subject } from './subject.ts';

export { type CorsSubject, type FetchHandler, type NodeHandler, type Subject, subjectOf } from './subject.ts';

/** A subject at a URL. */
export interface Served {
  /** `http://127.0.0.1:41234` */
  readonly origin: string;
  /** It has a certificate of its own, for loopback. */
  readonly isSecure: boolean;
  readonly problems: Problems;
  /** Stops what was started for it. */
  stop(): Promise<void>;
}

/** A subject other than a URL, on loopback. A server that is listening already stays as it is. */
export async function serve(subject: Exclude<Subject, { kind: 'url' }>): Promise<Served> {
  const problems = createProblems();
  switch (subject.kind) {
    case 'server':
      return subject.server.listening
        ? { ...addressOf(subject.server), problems, stop: () => Promise.resolve() }
        : listen(subject.server, problems);
    case 'fastify': {
      // Its own server is left alone, so that the instance can still be started, injected into and closed by its tests.
      await subject.ready();
      const { server } = subject;
      return listen(
        createServer((request, response) => void server.emit('request', request, response)),
        problems,
      );
    }
    case 'node':
      return listenWith(nodeListener(subject.handler, problems), problems);
    case 'fetch':
      return listenWith(fetchListener(subject.handler, 'http', problems), problems);
    case 'routes':
      return listenWith(fetchListener(routeModuleHandler(subject.routes), 'http', problems), problems);
  }
}

type Listener = ReturnType<typeof nodeListener>;

function listenWith(listener: Listener, problems: Problems): Promise<Served> {
  return listen(
    createServer((request, response) => void listener(request, response)),
    problems,
  );
}

async function listen(server: Server, problems: Problems): Promise<Served> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { ...addressOf(server), problems, stop: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** @throws CannotRunError when no page can reach it */
function addressOf(server: Server): Pick<Served, 'origin' | 'isSecure'> {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new CannotRunError('The server listens on a pipe. corspec needs one that listens on a port.');
  // Only servers with TLS have this function.
  const isSecure = 'setSecureContext' in server;
  const origin = `${isSecure ? 'https' : 'http'}://${hostOf(address.address)}:${address.port}`;
  const problem = blockedPortProblem(origin);
  if (problem !== undefined) throw new CannotRunError(`The server's port cannot be used: ${problem}`);
  return { origin, isSecure };
}

function hostOf(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return 'localhost';
  return address.includes(':') ? `[${address}]` : address;
}
