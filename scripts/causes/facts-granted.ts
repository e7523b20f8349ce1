import type { Policy } from '../../src/policy/policy.ts';
import type { Example } from './example.ts';
import type { FactsOf } from './cause-facts.ts';
import { allowed, answer, credentials, methods, vary } from './responses.ts';

const spec = '#http-access-control-allow-origin';
const evil = 'https://evil.test';

/** The server answers a page that the policy excludes as if it were allowed, with credentials. */
function granted(origin: string): readonly Example[] {
  return [
    {
      origin,
      credentials: true,
      responses: [answer(200, ['Access-Control-Allow-Origin', origin], credentials, vary)],
    },
  ];
}

type MatchCode =
  | 'origin-matched-by-suffix'
  | 'origin-matched-by-prefix'
  | 'origin-matched-by-content'
  | 'origin-matched-by-part'
  | 'origin-dot-unescaped'
  | 'origin-scheme-ignored'
  | 'origin-port-ignored'
  | 'subdomains-allowed'
  | 'origin-matched-loosely'
  | 'origin-reflected';

/** Careless comparison of the origin. */
function matched<Code extends MatchCode>(code: Code, origin: string) {
  return { cause: { code, origin, credentials: true as boolean }, examples: granted(origin), spec };
}

const isPublic: Policy = { origins: '*', credentials: false };

export const grantedFacts: FactsOf<
  | MatchCode
  | 'any-origin-allowed'
  | 'any-origin-with-credentials'
  | 'null-allowed'
  | 'credentials-allowed'
  | 'method-allowed'
  | 'header-allowed'
  | 'write-before-check'
  | 'private-network-allowed'
> = {
  'origin-reflected': matched('origin-reflected', evil),
  'any-origin-allowed': {
    cause: { code: 'any-origin-allowed', origin: evil },
    examples: [{ origin: evil, responses: [answer(200, ['Access-Control-Allow-Origin', '*'])] }],
    spec,
  },
  'any-origin-with-credentials': {
    cause: { code: 'any-origin-with-credentials', origin: evil },
    examples: granted(evil),
    spec: '#cors-protocol-and-credentials',
    policy: isPublic,
  },
  'null-allowed': {
    cause: { code: 'null-allowed', credentials: true },
    examples: granted('null'),
    spec,
  },
  'origin-matched-by-suffix': matched('origin-matched-by-suffix', 'https://evilexample.com'),
  'origin-matched-by-prefix': matched('origin-matched-by-prefix', 'https://app.example.com.evil.test'),
  'origin-matched-by-content': matched('origin-matched-by-content', 'https://app.example.com.evil.test'),
  'origin-matched-by-part': matched('origin-matched-by-part', 'https://app.example.co'),
  'origin-dot-unescaped': matched('origin-dot-unescaped', 'https://appxexample.com'),
  'origin-scheme-ignored': matched('origin-scheme-ignored', 'http://app.example.com'),
  'origin-port-ignored': matched('origin-port-ignored', 'https://app.example.com:8443'),
  'subdomains-allowed': matched('subdomains-allowed', 'https://blog.example.com'),
  'origin-matched-loosely': matched('origin-matched-loosely', 'https://example-app.com'),
  'credentials-allowed': {
    cause: { code: 'credentials-allowed' },
    policy: { credentials: false },
    examples: [{ credentials: true, responses: [allowed(200, credentials)] }],
    spec: '#http-access-control-allow-credentials',
  },
  'method-allowed': {
    cause: { code: 'method-allowed', methods: ['DELETE'] },
    examples: [
      {
        method: 'DELETE',
        responses: [allowed(204, ['Access-Control-Allow-Methods', 'GET, PUT, DELETE']), allowed(200)],
      },
    ],
    spec: '#http-access-control-allow-methods',
  },
  'header-allowed': {
    cause: { code: 'header-allowed', headers: ['x-internal'] },
    examples: [
      {
        headers: [['X-Internal', '1']],
        responses: [allowed(204, methods, ['Access-Control-Allow-Headers', 'x-internal']), allowed(200)],
      },
    ],
    spec: '#http-access-control-allow-headers',
  },
  'write-before-check': {
    cause: { code: 'write-before-check', origin: evil },
    examples: [{ origin: evil, method: 'POST', credentials: true, responses: [answer(200, vary)] }],
    spec: '#cors-protocol',
  },
  'private-network-allowed': {
    cause: { code: 'private-network-allowed' },
    examples: [],
    spec: 'https://wicg.github.io/local-network-access/',
  },
};
