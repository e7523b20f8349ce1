import { describe, expect, it } from 'vitest';
import { conclude } from '../../../src/results/gate.ts';
import type { CauseSummary, Results } from '../../../src/results/results.ts';
import { ask } from './ask.ts';
import { expressMistakes } from './express.ts';
import { fastapiMistakes } from './fastapi.ts';
import { fastifyMistakes } from './fastify.ts';
import { honoMistakes } from './hono.ts';
import { koaMistakes } from './koa.ts';
import { nginxMistakes } from './nginx.ts';
import type { Framework } from './mistake.ts';

const frameworks: readonly Framework[] = [
  expressMistakes,
  fastifyMistakes,
  koaMistakes,
  honoMistakes,
  fastapiMistakes,
  nginxMistakes,
];

/** What a person reads first. */
function first({ causes = [] }: Results) {
  const [cause] = causes as readonly CauseSummary[];
  if (cause === undefined) return null;
  const { code, level, fix } = cause;
  return { code, level, library: fix.library, fix: fix.snippet ?? fix.says };
}

it('has at least 40 servers with one mistake each, in six frameworks', () => {
  expect(frameworks).toHaveLength(6);
  expect(frameworks.flatMap(({ mistakes }) => mistakes).length).toBeGreaterThanOrEqual(40);
});

describe.each(frameworks)('$name', ({ library, missing, right, mistakes }) => {
  it.skipIf(missing)('passes --strict without a mistake', async () => {
    const results = await ask(right());
    expect((results.causes ?? []).filter(({ level }) => level !== 'informative')).toEqual([]);
    expect(conclude(results, { strict: true })).toMatchObject({ kind: 'conforms', status: 0 });
  });

  it.skipIf(missing).each(mistakes)(
    'with the mistake $mistake: the first cause is $cause, with its fix',
    async ({ cause, level, fix, start }) => {
      expect(first(await ask(start()))).toEqual({
        code: cause,
        level,
        library,
        fix: expect.stringContaining(fix) as string,
      });
    },
  );
});
