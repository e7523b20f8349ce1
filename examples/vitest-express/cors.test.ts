import 'corspec/vitest';
import { expect, test } from 'vitest';
import { app } from './app.js';

const policy = {
  origins: ['https://app.example.com'],
  credentials: true,
  methods: ['GET', 'PUT'],
  requestHeaders: ['content-type'],
};

test('CORS of /api/items', { timeout: 60_000 }, async () => {
  // The model needs no browser; without `browsers`, a browser of this machine is used.
  await expect(app).toConformToCors(policy, { path: '/api/items', browsers: ['model'] });
});
