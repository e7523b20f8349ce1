import { defineConfig } from '@playwright/test';

const port = process.env.PORT ?? '3000';
const baseURL = `http://127.0.0.1:${port}`;

export default defineConfig({
  testMatch: '*.spec.ts',
  timeout: 120_000,
  reporter: [['list'], ['html', { open: 'never' }]],
  use: { baseURL },
  webServer: { command: 'node server.js', url: `${baseURL}/api/items`, env: { PORT: port } },
});
