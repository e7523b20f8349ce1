import { afterEach, describe, expect, it } from 'vitest';
import { copyExample, type Example } from './example.ts';

let example: Example | undefined;

afterEach(async () => {
  await example?.remove();
  example = undefined;
});

const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--no-color'];

/** What makes the server of an example reflect every origin. */
const reflect = ['app.js', 'origin: allowed', 'origin: (origin) => origin'] as const;

describe('the examples', () => {
  it('vitest-express passes, and fails with the cause where every origin is reflected', async () => {
    example = await copyExample('vitest-express');
    expect(await example.run(vitest)).toMatchObject({
      status: 0,
      output: expect.stringContaining('1 passed') as string,
    });
    await example.change('app.js', 'origin: allowed', 'origin: true');
    const failed = await example.run(vitest);
    expect(failed.status).toBe(1);
    expect(failed.output).toContain('expect(server).toConformToCors(policy)');
    expect(failed.output).toContain(
      'FAIL: /api/items: The server reflects every origin and allows credentials',
    );
    expect(failed.output).toContain(
      "app.use(cors({ origin: ['https://app.example.com'], credentials: true }));",
    );
  });

  it('vitest-hono passes, and fails where every origin is reflected', async () => {
    example = await copyExample('vitest-hono');
    expect(await example.run(vitest)).toMatchObject({
      status: 0,
      output: expect.stringContaining('2 passed') as string,
    });
    await example.change(...reflect);
    expect((await example.run(vitest)).output).toContain('2 failed');
  });

  it('node-test-fastify passes, and fails with the report where every origin is reflected', async () => {
    example = await copyExample('node-test-fastify');
    expect(await example.run(['--test'])).toMatchObject({
      status: 0,
      output: expect.stringMatching(/pass 1/) as string,
    });
    await example.change('app.js', 'origin: allowed', 'origin: true');
    const failed = await example.run(['--test']);
    expect(failed.status).toBe(1);
    expect(failed.output).toContain('security: The server reflects every origin and allows credentials');
  });
});
