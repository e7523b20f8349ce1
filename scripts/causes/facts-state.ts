import type { FactsOf } from './cause-facts.ts';
import { allowed, answer } from './responses.ts';

export const stateFacts: FactsOf<
  'answers-differ' | 'answer-of-other-request' | 'http-version' | 'origin-fails'
> = {
  'answers-differ': {
    cause: {
      code: 'answers-differ',
      requests: ['GET /items from https://app.example.com'],
      symptoms: ['response-without-headers'],
    },
    examples: [
      { when: 'The first time', responses: [allowed(200)] },
      { when: 'The second time', responses: [answer(200)] },
    ],
    spec: '#concept-cors-check',
  },
  'answer-of-other-request': {
    cause: {
      code: 'answer-of-other-request',
      origin: 'https://app.example.com',
      value: 'https://admin.example.com',
      symptoms: ['origin-fixed'],
    },
    examples: [
      {
        when: 'A request from https://admin.example.com arrived meanwhile',
        responses: [answer(200, ['Access-Control-Allow-Origin', 'https://admin.example.com'])],
      },
    ],
  },
  'http-version': {
    cause: { code: 'http-version', version: '1.0' },
    examples: [],
    spec: '#concept-cors-check',
  },
  'origin-fails': {
    cause: { code: 'origin-fails', origins: ['capacitor://localhost'], statuses: [500] },
    examples: [],
    spec: '#concept-cors-check',
  },
};
