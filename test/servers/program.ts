import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../src/package.ts';

export const implementations = [
  'reference',
  'express-cors',
  'fastify-cors',
  'koa-cors',
  'hono-cors',
  'fastapi',
  'tower-http',
] as const;
export type ImplementationId = (typeof implementations)[number];

export const folderOf = (id: ImplementationId): string => join(packageRoot, 'servers', id);

export interface ServerJson {
  readonly title: string;
  readonly language: string;
  readonly framework: string;
  readonly middleware: string;
  readonly homepage: string;
  readonly install: readonly string[];
  readonly start: readonly [string, ...string[]];
  readonly needs: readonly string[];
  readonly kind: string;
  readonly uses: readonly string[];
}

export function serverJson(id: ImplementationId): ServerJson {
  return JSON.parse(readFileSync(join(folderOf(id), 'server.json'), 'utf8')) as ServerJson;
}

/**
 * Whether an implementation is to be left out: its virtual environment was not made, and nobody said with
 * CORSPEC_REQUIRE=all that everything must be there.
 */
export function isMissing(id: ImplementationId): boolean {
  return !isInstalled(id) && process.env['CORSPEC_REQUIRE'] !== 'all';
}

function isInstalled(id: ImplementationId): boolean {
  const [program] = serverJson(id).start;
  return !program.includes('/') || existsSync(join(folderOf(id), program));
}

export interface Line {
  readonly policy?: string;
  readonly url?: string;
  readonly unsupported?: string;
  readonly ready?: boolean;
  readonly versions?: Readonly<Record<string, string>>;
}

export interface Program {
  readonly lines: readonly Line[];
  /** The URL under a policy; an error when there is none. */
  url(policy: string): string;
  /** Closes stdin and resolves with the exit status. */
  end(): Promise<number | null>;
}

export function spawnProgram(id: ImplementationId): ChildProcess {
  const { install, start } = serverJson(id);
  if (!isInstalled(id))
    throw new Error(`${id} is not installed; in ${folderOf(id)}: ${install.join(' && ')}`);
  const [program, ...args] = start;
  return spawn(program === 'node' ? process.execPath : program, args, {
    cwd: folderOf(id),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Starts an implementation under policies and resolves when it says that it is ready. */
export async function startProgram(
  id: ImplementationId,
  policies: Record<string, unknown>,
): Promise<Program> {
  const child = spawnProgram(id);
  const exit = once(child, 'exit');
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin?.write(`${JSON.stringify({ policies })}\n`);
  const lines: Line[] = [];
  if (child.stdout === null) throw new Error('stdout is not piped');
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(JSON.parse(line) as Line);
    if (lines.at(-1)?.ready) break;
  }
  if (!lines.at(-1)?.ready) throw new Error(`${id} never said that it is ready. Its stderr: ${stderr}`);
  return {
    lines,
    url(policy) {
      const line = lines.find((each) => each.policy === policy);
      if (line?.url === undefined) throw new Error(`${id} has no URL for ${policy}: ${JSON.stringify(line)}`);
      return line.url;
    },
    async end() {
      child.stdin?.end();
      const [status] = (await exit) as [number | null];
      return status;
    },
  };
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  /** By lower-case name; several of one name are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  json(): unknown;
}

/** One request without the browser's rules: any header, no redirects followed, a connection of its own. */
export async function ask(
  url: string,
  { method = 'GET', headers = {}, body }: Asked = {},
): Promise<Answered> {
  // Kept open until the whole body is sent: a server that closes after an early response resets the connection.
  const agent = new Agent({ keepAlive: true });
  const outgoing = httpRequest(url, { method, headers, agent });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  if (!outgoing.writableFinished) await once(outgoing, 'finish');
  agent.destroy();
  const bytes = Buffer.concat(chunks);
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    body: bytes,
    json: () => JSON.parse(bytes.toString()) as unknown,
  };
}
