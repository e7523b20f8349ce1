import { Hono } from 'hono';
import { cors } from 'hono/cors';

const allowed = ['https://app.example.com'];

export const app = new Hono();
app.use(
  '*',
  cors({ origin: allowed, credentials: true, allowMethods: ['GET', 'PUT'], allowHeaders: ['content-type'] }),
);
app.get('/api/items', (context) => context.json([{ id: 1 }]));
