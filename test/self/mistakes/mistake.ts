import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CauseCode } from '../../../src/causes/cause.ts';
import type { LibraryId } from '../../../src/causes/libraries/index.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import type { Level } from '../../../src/scenarios/scenario.ts';

/** What the owners of the servers under test intend. */
export const intended = {
  origins: ['https://app.example.com', 'https://admin.example.com'],
  credentials: true,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  requestHeaders: ['Content-Type', 'X-Api-Key'],
  exposedHeaders: ['X-Total-Count'],
  maxAge: 600,
} as const satisfies Policy;

/** Where each server has its resource. */
export const path = '/api/items';

export interface StartedServer {
  readonly url: string;
  readonly stop: () => void;
}

/** A server with one mistake. */
export interface Mistake {
  /** What its owner wrote, in words. */
  readonly mistake: string;
  /** The first cause that corspec has to name. */
  readonly cause: CauseCode;
  readonly level: Level;
  /** What the fix has to contain: in its snippet, or in its sentences where there is none. */
  readonly fix: string;
  readonly start: () => Promise<StartedServer>;
}

export interface Framework {
  readonly name: string;
  /** As corspec detects it, without `--fix`. */
  readonly library: LibraryId;
  /** Why it cannot be started here; null where it can. */
  readonly missing: string | null;
  /** The server without a mistake. */
  readonly right: () => Promise<StartedServer>;
  readonly mistakes: readonly Mistake[];
}

/** Listens at a port of its own. */
export async function listening(listener: RequestListener): Promise<StartedServer> {
  return started(createServer(listener));
}

export async function started(server: Server): Promise<StartedServer> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
