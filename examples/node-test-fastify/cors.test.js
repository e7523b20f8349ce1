import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testCors } from 'corspec';
import { app } from './app.js';

const policy = {
  origins: ['https://app.example.com'],
  credentials: true,
  methods: ['GET', 'PUT'],
  requestHeaders: ['content-type'],
};

test('CORS of /api/items', async () => {
  const report = await testCors(app, policy, { path: '/api/items', browsers: ['model'] });
  assert.ok(report.conforms, report.message);
});
