import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../src/package.ts';
import { availability, builtInServers, findImplementations } from '../src/targets/index.ts';
import { secondsOf } from './command.ts';
import type { Engine } from './engines.ts';

/** What is compared: always the same, so that the figures of two days can be compared too. */
const compared: readonly string[] = [
  'reference',
  'express-cors',
  'fastify-cors',
  'koa-cors',
  'hono-cors',
  'fastapi',
];

/** Those of the compared implementations that can be started here. */
export async function startableIds(): Promise<readonly string[]> {
  const { implementations } = await findImplementations([builtInServers]);
  const states = await Promise.all(
    implementations
      .filter(({ id }) => compared.includes(id))
      .map(async (one) => ({ id: one.id, state: await availability(one) })),
  );
  return states.flatMap(({ id, state }) => (state.available && state.installed ? [id] : []));
}

/** `corspec compare` of these implementations under all policies: seconds. */
export function measureComparison(targets: readonly string[], { browser }: Engine): Promise<number> {
  return secondsOf(['compare', ...targets, '--browser', browser]);
}

/** Does work with one more implementation: a copy of one in Node.js. */
export async function withOneMore<T>(work: (folder: string) => Promise<T>): Promise<T> {
  // In the same folder as the others, so that `../shared` and the packages are found.
  const folder = await mkdtemp(join(packageRoot, 'servers', 'bench-'));
  try {
    await cp(join(builtInServers, 'express-cors'), folder, { recursive: true });
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
