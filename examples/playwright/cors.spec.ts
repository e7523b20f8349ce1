import { test } from '@playwright/test';
import { expect } from 'corspec/playwright';

const policy = {
  origins: ['https://app.example.com'],
  credentials: true,
  methods: ['GET', 'PUT'],
  requestHeaders: ['content-type'],
};

test('CORS of /api/items', async () => {
  await expect('/api/items').toConformToCors(policy, { browsers: ['chromium'] });
});
