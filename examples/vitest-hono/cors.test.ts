import 'corspec/vitest';
import { expect, test } from 'vitest';
import { app } from './app.js';

const policy = {
  origins: ['https://app.example.com'],
  credentials: true,
  methods: ['GET', 'PUT'],
  requestHeaders: ['content-type'],
};
const options = { path: '/api/items', browsers: ['model'] };

test('CORS of an app with a fetch method: Hono, Bun, Deno, Workers', { timeout: 60_000 }, async () => {
  await expect(app).toConformToCors(policy, options);
});

test('CORS of a Fetch handler, such as a route handler', { timeout: 60_000 }, async () => {
  const handler = (request: Request) => app.fetch(request);
  await expect(handler).toConformToCors(policy, options);
});
