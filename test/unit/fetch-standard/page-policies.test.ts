import { describe, expect, it } from 'vitest';
import { answer, AO, ask, cases, O, play } from './helpers.ts';

const other = 'https://other.test';
const noCors = { mode: 'no-cors', credentials: 'include', url: other } as const;

function corp(value: string) {
  return answer(200, ['Cross-Origin-Resource-Policy', value]);
}

describe('Cross-Origin-Embedder-Policy', () => {
  const requireCorp = { ...noCors, embedderPolicy: 'require-corp' } as const;
  const credentialless = { ...noCors, embedderPolicy: 'credentialless' } as const;
  cases([
    {
      name: 'require-corp blocks a response without Cross-Origin-Resource-Policy',
      request: requireCorp,
      answers: [answer(200)],
      wire: 'GET',
      gives: 'resource-policy-check',
      because: { code: 'resource-policy-missing', embedderPolicy: 'require-corp' },
    },
    { name: 'require-corp and a value that is none', request: requireCorp, answers: [corp('Cross-Origin')], wire: 'GET', gives: 'resource-policy-check' },
    { name: 'require-corp and cross-origin', request: requireCorp, answers: [corp('cross-origin')], wire: 'GET', gives: 'opaque' },
    {
      name: 'require-corp and same-origin',
      request: requireCorp,
      answers: [corp('same-origin')],
      wire: 'GET',
      gives: 'resource-policy-check',
      because: { code: 'resource-policy-not-met', value: 'same-origin' },
    },
    {
      name: 'require-corp does not concern responses that pass the CORS check',
      request: { url: other, embedderPolicy: 'require-corp' },
      answers: [answer(200, [AO, '*'])],
      wire: 'GET',
      gives: 'cors',
    },
    {
      name: 'require-corp of a page that is not secure is ignored',
      request: { ...requireCorp, origin: 'http://app.example.test' },
      answers: [answer(200)],
      wire: 'GET',
      gives: 'opaque',
    },
    {
      name: 'require-corp of a page at localhost counts',
      request: { ...requireCorp, origin: 'http://localhost:8080' },
      answers: [answer(200)],
      wire: 'GET',
      gives: 'resource-policy-check',
    },
    { name: 'credentialless needs no Cross-Origin-Resource-Policy', request: credentialless, answers: [answer(200)], wire: 'GET', gives: 'opaque' },
    { name: 'credentialless and same-origin', request: credentialless, answers: [corp('same-origin')], wire: 'GET', gives: 'resource-policy-check' },
  ]); // prettier-ignore

  it.each([
    ['to another origin in mode no-cors', noCors, false],
    ['with CORS', { ...noCors, mode: 'cors' }, true],
    ['to its own origin', { ...noCors, url: `${O}/x` }, true],
  ] as const)('credentialless: a request %s', (_name, request, isSent) => {
    const headers = [[AO, O], ['Access-Control-Allow-Credentials', 'true']] as const; // prettier-ignore
    const { calls } = play(ask({ ...request, embedderPolicy: 'credentialless' }), [answer(200, ...headers)]);
    expect(calls.map(({ sendCredentials }) => sendCredentials)).toEqual([isSent]);
  });
});

describe('integrity', () => {
  const matches = { url: other, integrity: 'matches' } as const;
  cases([
    { name: 'content with the hash', request: matches, wire: 'GET', gives: 'cors' },
    {
      name: 'content with another hash',
      request: { ...matches, integrity: 'differs' },
      wire: 'GET',
      gives: 'integrity-check',
      because: { code: 'integrity-differs' },
    },
    {
      name: 'an opaque response cannot be compared',
      request: { ...matches, mode: 'no-cors' },
      wire: 'GET',
      gives: 'integrity-check',
      because: { code: 'integrity-of-opaque' },
    },
    { name: 'the CORS check comes first', request: matches, answers: [answer(200)], wire: 'GET', gives: 'cors-check' },
  ]); // prettier-ignore
});
