import type { FactsOf } from './cause-facts.ts';
import { answer, allowed } from './responses.ts';

export const hygieneFacts: FactsOf<
  'vary-missing' | 'vary-request-missing' | 'header-unexpected' | 'slow-request' | 'requests-unexpected'
> = {
  'vary-missing': {
    cause: { code: 'vary-missing' },
    examples: [
      {
        when: 'A cache has stored the response to a page at https://admin.example.com, and serves it to another page',
        responses: [
          answer(
            200,
            ['Access-Control-Allow-Origin', 'https://admin.example.com'],
            ['Cache-Control', 'public, max-age=60'],
          ),
        ],
      },
      {
        when: 'A cache has stored the response to a request without Origin',
        responses: [answer(200, ['Cache-Control', 'public, max-age=60'])],
      },
    ],
    spec: '#cors-protocol-and-http-caches',
  },
  'vary-request-missing': {
    cause: { code: 'vary-request-missing', headers: ['Access-Control-Request-Headers'] },
    examples: [
      {
        when: 'A CDN has stored the response to a preflight that asks for Content-Type',
        method: 'PUT',
        headers: [['X-Api-Key', 'k']],
        responses: [
          allowed(
            204,
            ['Access-Control-Allow-Methods', 'PUT'],
            ['Access-Control-Allow-Headers', 'content-type'],
          ),
        ],
      },
    ],
    spec: '#cors-protocol-and-http-caches',
  },
  'header-unexpected': {
    cause: { code: 'header-unexpected', header: 'access-control-allow-methods', part: 'response' },
    examples: [{ responses: [allowed(200, ['Access-Control-Allow-Methods', 'GET, PUT'])] }],
    spec: '#http-responses',
  },
  'slow-request': {
    cause: { code: 'slow-request', headerBytes: 15_000 },
    examples: [],
    spec: '#http-requests',
  },
  'requests-unexpected': {
    cause: { code: 'requests-unexpected', sent: ['GET'], expected: ['OPTIONS', 'GET'] },
    examples: [],
    spec: '#concept-http-fetch',
  },
};
