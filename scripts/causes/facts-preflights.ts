import type { FactsOf } from './cause-facts.ts';
import { allowed, answer, credentials, methods } from './responses.ts';

export const preflightFacts: FactsOf<
  | 'preflight-needs-authentication'
  | 'preflight-redirected'
  | 'preflight-status'
  | 'preflight-without-headers'
  | 'options-not-forwarded'
  | 'method-not-listed'
  | 'method-in-other-case'
  | 'header-not-listed'
  | 'request-list-misread'
  | 'authorization-not-listed'
  | 'list-wildcard-with-credentials'
  | 'list-invalid'
  | 'max-age-missing'
  | 'max-age-differs'
> = {
  'preflight-needs-authentication': {
    cause: { code: 'preflight-needs-authentication', status: 401 },
    examples: [
      {
        when: 'The response has no CORS headers',
        method: 'PUT',
        responses: [answer(401, ['WWW-Authenticate', 'Bearer'])],
      },
      {
        when: 'The response has CORS headers',
        method: 'PUT',
        responses: [allowed(401, methods, ['WWW-Authenticate', 'Bearer'])],
      },
    ],
  },
  'preflight-redirected': {
    cause: { code: 'preflight-redirected', status: 301, location: '/items/' },
    examples: [
      {
        when: 'The redirect has no CORS headers',
        method: 'PUT',
        responses: [answer(301, ['Location', '/items/'])],
      },
      {
        when: 'The redirect has CORS headers',
        method: 'PUT',
        responses: [allowed(301, ['Location', '/items/'])],
      },
    ],
  },
  'preflight-status': {
    cause: { code: 'preflight-status', status: 405 },
    examples: [
      {
        when: 'The response has no CORS headers',
        method: 'PUT',
        responses: [answer(405, ['Allow', 'GET, PUT'])],
      },
      { when: 'The response has CORS headers', method: 'PUT', responses: [allowed(405, methods)] },
    ],
  },
  'preflight-without-headers': {
    cause: { code: 'preflight-without-headers', status: 204 },
    examples: [{ method: 'PUT', responses: [answer(204, ['Allow', 'GET, PUT'])] }],
  },
  'options-not-forwarded': {
    cause: { code: 'options-not-forwarded', status: 204 },
    examples: [],
    spec: '#http-requests',
  },
  'method-not-listed': {
    cause: { code: 'method-not-listed', methods: ['PUT'] },
    examples: [
      { method: 'PUT', responses: [allowed(204, ['Access-Control-Allow-Methods', 'GET, HEAD, POST'])] },
    ],
  },
  'method-in-other-case': {
    cause: { code: 'method-in-other-case', method: 'PATCH', listed: 'patch' },
    policy: { methods: ['GET', 'PATCH'] },
    examples: [
      { method: 'PATCH', responses: [allowed(204, ['Access-Control-Allow-Methods', 'get, patch'])] },
    ],
  },
  'header-not-listed': {
    cause: { code: 'header-not-listed', headers: ['x-api-key'] },
    examples: [
      {
        headers: [['X-Api-Key', 'abc']],
        responses: [allowed(204, ['Access-Control-Allow-Headers', 'Content-Type'])],
      },
    ],
  },
  'request-list-misread': {
    cause: { code: 'request-list-misread', headers: ['x-api-key'], lines: 2 },
    examples: [],
    spec: '#http-access-control-request-headers',
  },
  'authorization-not-listed': {
    cause: { code: 'authorization-not-listed' },
    policy: { requestHeaders: ['Content-Type', 'Authorization'] },
    examples: [
      {
        headers: [['Authorization', 'Bearer abc']],
        responses: [allowed(204, ['Access-Control-Allow-Headers', '*'])],
      },
    ],
  },
  'list-wildcard-with-credentials': {
    cause: {
      code: 'list-wildcard-with-credentials',
      header: 'Access-Control-Allow-Headers',
      missing: ['x-api-key'],
    },
    examples: [
      {
        when: 'A request header',
        credentials: true,
        headers: [['X-Api-Key', 'abc']],
        responses: [allowed(204, credentials, ['Access-Control-Allow-Headers', '*'])],
      },
      {
        when: 'A method',
        credentials: true,
        method: 'PUT',
        responses: [allowed(204, credentials, ['Access-Control-Allow-Methods', '*'])],
      },
    ],
  },
  'list-invalid': {
    cause: { code: 'list-invalid', header: 'Access-Control-Allow-Methods', value: 'GET;PUT' },
    examples: [{ method: 'PUT', responses: [allowed(204, ['Access-Control-Allow-Methods', 'GET;PUT'])] }],
  },
  'max-age-missing': {
    cause: { code: 'max-age-missing', expected: 600 },
    examples: [{ method: 'PUT', responses: [allowed(204, methods), allowed(200)] }],
    spec: '#http-access-control-max-age',
  },
  'max-age-differs': {
    cause: { code: 'max-age-differs', expected: 600 },
    examples: [
      {
        method: 'PUT',
        responses: [allowed(204, methods, ['Access-Control-Max-Age', '86400']), allowed(200)],
      },
    ],
    spec: '#http-access-control-max-age',
  },
};
