import cors from '@fastify/cors';
import fastify from 'fastify';

const allowed = ['https://app.example.com'];

export const app = fastify();
app.register(cors, {
  origin: allowed,
  credentials: true,
  methods: ['GET', 'PUT'],
  allowedHeaders: ['content-type'],
});
app.get('/api/items', () => [{ id: 1 }]);
