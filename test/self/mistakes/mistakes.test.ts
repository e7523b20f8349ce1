import { describe, expect, it } from 'vitest';
import { conclude } from '../../../src/results/gate.ts';
import type { CauseSummary, Results } from '../../../src/results/results.ts';
import { run } from '../../../src/run/index.ts';
import { suites } from '../../../suites/index.ts';
import { expressMistakes } from './express.ts';
import { fastapiMistakes } from './fastapi.ts';
import { fastifyMistakes } from './fastify.ts';
import { honoMistakes } from './hono.ts';
import { koaMistakes } from './koa.ts';
import { nginxMistakes } from './nginx.ts';
import { type Framework, intended, type StartedServer } from './mistake.ts';

const frameworks: readonly Framework[] = [
  expressMistakes,
  fastifyMistakes,
  koaMistakes,
  honoMistakes,
  fastapiMistakes,
  nginxMistakes,
];

/** `corspec run URL --policy intended.json --allow-writes --browser model` */
async function ask(starting: Promise<StartedServer>): Promise<Results> {
  const { url, stop } = await starting;
  try {
    return await run(
      {
        targets: [{ kind: 'url', url, routes: {}, allowWrites: true, headers: [], insecure: false }],
        policies: { policy: intended },
        policyArguments: {},
        browsers: ['model'],
        scenarios: suites.flatMap(({ scenarios }) => scenarios),
        timeoutMs: 15_000,
        jobs: 12,
        evidence: 'failures',
      },
      { onEvent: () => undefined, signal: new AbortController().signal },
    );
  } finally {
    stop();
  }
}

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
