import 'corspec/jest';
import { app } from './app.js';

const policy = {
  origins: ['https://app.example.com'],
  credentials: true,
  methods: ['GET', 'PUT'],
  requestHeaders: ['content-type'],
};

test('CORS of /api/items', async () => {
  await expect(app).toConformToCors(policy, { path: '/api/items', browsers: ['model'] });
});
