import { page, type Example } from './example.ts';
import type { FactsOf } from './cause-facts.ts';
import { answer, allowed, noAllowOrigin, origin } from './responses.ts';

/** A server with the cause, as it answers a simple GET with Access-Control-Allow-Origin. */
function answersWith(value: string, more: Partial<Example> = {}): Example {
  return { responses: [answer(200, ['Access-Control-Allow-Origin', value], ['Vary', 'Origin'])], ...more };
}

const comparesAndSendsNothing: Example = {
  when: 'The server compares, and sends no header',
  ...noAllowOrigin,
};

export const blockedFacts: FactsOf<
  | 'cors-missing'
  | 'origin-missing'
  | 'trailing-slash'
  | 'origin-in-other-scheme'
  | 'origin-with-www'
  | 'origin-in-other-case'
  | 'origin-with-other-port'
  | 'origin-fixed'
  | 'origin-invalid'
  | 'origins-in-one-line'
  | 'header-duplicated'
  | 'wildcard-with-credentials'
  | 'credentials-missing'
  | 'credentials-invalid'
  | 'request-blocked'
> = {
  'cors-missing': {
    cause: { code: 'cors-missing', origins: [page], statuses: [200] },
    examples: [
      { when: 'A simple request', responses: [answer(200)] },
      { when: 'A request with a preflight', method: 'PUT', responses: [answer(404)] },
    ],
  },
  'origin-missing': { cause: { code: 'origin-missing', origins: [page] }, examples: [noAllowOrigin] },
  'trailing-slash': {
    cause: { code: 'trailing-slash', origin: page, allowed: `${page}/` },
    examples: [
      answersWith(`${page}/`, { when: 'The server sends the value of its configuration' }),
      comparesAndSendsNothing,
    ],
  },
  'origin-in-other-scheme': {
    cause: { code: 'origin-in-other-scheme', origin: page, allowed: 'http://app.example.com' },
    examples: [noAllowOrigin],
  },
  'origin-with-www': {
    cause: { code: 'origin-with-www', origin: page, allowed: 'https://www.app.example.com' },
    examples: [noAllowOrigin],
  },
  'origin-in-other-case': {
    cause: { code: 'origin-in-other-case', origin: page, allowed: 'https://App.example.com' },
    examples: [
      answersWith('https://App.example.com', { when: 'The server sends the value of its configuration' }),
      comparesAndSendsNothing,
    ],
  },
  'origin-with-other-port': {
    cause: { code: 'origin-with-other-port', origin: page, allowed: 'https://app.example.com:443' },
    examples: [noAllowOrigin],
  },
  'origin-fixed': {
    cause: { code: 'origin-fixed', origin: page, value: 'https://admin.example.com' },
    examples: [{ responses: [answer(200, ['Access-Control-Allow-Origin', 'https://admin.example.com'])] }],
  },
  'origin-invalid': {
    cause: { code: 'origin-invalid', origin: page, value: 'app.example.com' },
    examples: [{ responses: [answer(200, ['Access-Control-Allow-Origin', 'app.example.com'])] }],
  },
  'origins-in-one-line': {
    cause: { code: 'origins-in-one-line', value: `${page}, https://admin.example.com` },
    examples: [
      { responses: [answer(200, ['Access-Control-Allow-Origin', `${page}, https://admin.example.com`])] },
    ],
  },
  'header-duplicated': {
    cause: { code: 'header-duplicated', headers: ['Access-Control-Allow-Origin'], values: [page, page] },
    examples: [{ responses: [answer(200, origin, origin)] }],
  },
  'wildcard-with-credentials': {
    cause: { code: 'wildcard-with-credentials', origin: page },
    examples: [{ credentials: true, responses: [answer(200, ['Access-Control-Allow-Origin', '*'])] }],
  },
  'credentials-missing': {
    cause: { code: 'credentials-missing' },
    examples: [{ credentials: true, responses: [allowed(200)] }],
  },
  'credentials-invalid': {
    cause: { code: 'credentials-invalid', value: 'True' },
    examples: [
      { credentials: true, responses: [allowed(200, ['Access-Control-Allow-Credentials', 'True'])] },
    ],
  },
  'request-blocked': {
    cause: { code: 'request-blocked', step: 'redirect-count', because: 'There are more than 20 redirects' },
    examples: [],
    spec: '#concept-http-fetch',
  },
};
