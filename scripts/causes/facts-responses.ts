import { page } from './example.ts';
import type { FactsOf } from './cause-facts.ts';
import { allowed, answer, methods } from './responses.ts';

export const responseFacts: FactsOf<
  | 'error-response-without-headers'
  | 'not-modified-without-headers'
  | 'redirect-without-headers'
  | 'redirect-to-other-origin'
  | 'response-without-headers'
  | 'header-not-exposed'
  | 'header-exposed'
  | 'resource-policy'
  | 'response-changed'
  | 'status-changed'
  | 'write-rejected'
> = {
  'error-response-without-headers': {
    cause: { code: 'error-response-without-headers', statuses: [404, 500] },
    examples: [{ responses: [answer(500)] }],
  },
  'not-modified-without-headers': {
    cause: { code: 'not-modified-without-headers' },
    examples: [
      {
        headers: [['If-None-Match', '"v1"']],
        responses: [
          allowed(204, ['Access-Control-Allow-Headers', 'if-none-match']),
          answer(304, ['ETag', '"v1"']),
        ],
      },
    ],
  },
  'redirect-without-headers': {
    cause: { code: 'redirect-without-headers', status: 302, location: '/login' },
    examples: [{ responses: [answer(302, ['Location', '/login'])] }],
  },
  'redirect-to-other-origin': {
    cause: { code: 'redirect-to-other-origin', location: 'https://files.example.com/1' },
    examples: [
      {
        responses: [
          allowed(302, ['Location', 'https://files.example.com/1']),
          answer(200, ['Access-Control-Allow-Origin', page]),
        ],
      },
    ],
  },
  'response-without-headers': {
    cause: { code: 'response-without-headers', methods: ['PUT'] },
    examples: [{ method: 'PUT', responses: [allowed(204, methods), answer(200)] }],
  },
  'header-not-exposed': {
    cause: { code: 'header-not-exposed', headers: ['x-total-count'] },
    examples: [{ responses: [allowed(200, ['X-Total-Count', '42'])] }],
    spec: '#http-access-control-expose-headers',
  },
  'header-exposed': {
    cause: { code: 'header-exposed', headers: ['x-internal'] },
    examples: [
      { responses: [allowed(200, ['X-Internal', '1'], ['Access-Control-Expose-Headers', 'X-Internal'])] },
    ],
    spec: '#http-access-control-expose-headers',
  },
  'resource-policy': {
    cause: { code: 'resource-policy', value: 'same-origin' },
    examples: [{ isImage: true, responses: [answer(200, ['Cross-Origin-Resource-Policy', 'same-origin'])] }],
  },
  'response-changed': { cause: { code: 'response-changed' }, examples: [], spec: '#http-responses' },
  'status-changed': {
    cause: { code: 'status-changed', status: 200, expected: 404 },
    examples: [],
    spec: '#http-responses',
  },
  'write-rejected': {
    cause: { code: 'write-rejected', origin: page },
    examples: [{ method: 'POST', responses: [allowed(403)] }],
    spec: '#cors-protocol',
  },
};
