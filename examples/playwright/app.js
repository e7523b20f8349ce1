import cors from 'cors';
import express from 'express';

const allowed = ['https://app.example.com'];

export const app = express();
app.use(
  cors({ origin: allowed, credentials: true, methods: ['GET', 'PUT'], allowedHeaders: ['content-type'] }),
);
app.get('/api/items', (request, response) => {
  response.json([{ id: 1 }]);
});
