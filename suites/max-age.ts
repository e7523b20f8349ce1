import type { Suite } from '../src/scenarios/scenario.ts';

/** How long browsers may remember a preflight. */
export const maxAge: Suite = {
  id: 'max-age',
  title: 'The preflight cache',
  scenarios: [
    {
      id: 'max-age/remembered',
      title: 'A second PUT to the same URL needs no second preflight',
      level: 'recommended',
      spec: '#cors-preflight-cache',
      why: 'Without the cache every such request costs two round trips.',
      from: 'allowed',
      when: { policy: { methods: 'PUT', maxAge: 'cached' } },
      steps: [
        {
          request: { route: 'resource', method: 'PUT' },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'] },
        },
        { request: { route: 'resource', method: 'PUT' }, expect: { outcome: 'readable', wire: ['PUT'] } },
      ],
    },
    {
      id: 'max-age/remembered-header',
      title: 'A second request with the same custom header needs no second preflight',
      level: 'recommended',
      spec: '#cors-preflight-cache',
      from: 'allowed',
      when: { policy: { methods: 'GET', maxAge: 'cached' } },
      steps: [
        {
          request: { route: 'resource', headers: { $allowed: '1' } },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'GET'] },
        },
        {
          request: { route: 'resource', headers: { $allowed: '2' } },
          expect: { outcome: 'readable', wire: ['GET'] },
        },
      ],
    },
    {
      id: 'max-age/remembered-with-credentials',
      title: 'A second PUT with credentials needs no second preflight',
      level: 'recommended',
      spec: '#cors-preflight-cache',
      from: 'allowed',
      when: { policy: { methods: 'PUT', maxAge: 'cached', credentials: true, origins: 'listed' } },
      steps: [
        {
          request: { route: 'resource', method: 'PUT', credentials: 'include' },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'] },
        },
        {
          request: { route: 'resource', method: 'PUT', credentials: 'include' },
          expect: { outcome: 'readable', wire: ['PUT'] },
        },
      ],
    },
    {
      id: 'max-age/value',
      title: 'Access-Control-Max-Age says what the policy says',
      level: 'recommended',
      spec: '#http-access-control-max-age',
      why: 'Browsers cap it: Chromium at 2 hours, Firefox at 24 hours, WebKit at 10 minutes.',
      from: 'allowed',
      when: { policy: { methods: 'PUT', maxAge: 'cached' } },
      request: { route: 'resource', method: 'PUT' },
      expect: { preflight: { 'access-control-max-age': { is: '$max-age' } } },
    },
    {
      id: 'max-age/zero-forgets',
      title: 'With a max age of 0 every PUT has its own preflight',
      level: 'recommended',
      spec: '#cors-preflight-cache',
      why: 'A library that drops the zero leaves browsers with their default of 5 seconds, and a changed policy works late.',
      from: 'allowed',
      when: { policy: { methods: 'PUT', maxAge: 0 } },
      steps: [
        {
          request: { route: 'resource', method: 'PUT' },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'] },
        },
        {
          request: { route: 'resource', method: 'PUT' },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'] },
        },
      ],
    },
    {
      id: 'max-age/zero-forgets-header',
      title: 'With a max age of 0 every request with a custom header has its own preflight',
      level: 'recommended',
      spec: '#cors-preflight-cache',
      from: 'allowed',
      when: { policy: { methods: 'GET', maxAge: 0 } },
      steps: [
        {
          request: { route: 'resource', headers: { $allowed: '1' } },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'GET'] },
        },
        {
          request: { route: 'resource', headers: { $allowed: '1' } },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'GET'] },
        },
      ],
    },
    {
      id: 'max-age/expires',
      title: 'After the max age a PUT has a preflight again',
      level: 'recommended',
      spec: '#cors-preflight-cache',
      from: 'allowed',
      when: { policy: { methods: 'PUT', maxAge: 'short' } },
      steps: [
        {
          request: { route: 'resource', method: 'PUT' },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'] },
        },
        {
          wait: 'max-age',
          request: { route: 'resource', method: 'PUT' },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'] },
        },
      ],
    },
    {
      id: 'max-age/default-is-short',
      title: 'A preflight without a max age is forgotten after 5 seconds',
      level: 'informative',
      spec: '#cors-preflight-fetch-0',
      from: 'allowed',
      when: {
        policy: { methods: 'PUT', maxAge: 'unstated' },
        preflight: { 'access-control-max-age': { absent: true } },
      },
      steps: [
        {
          request: { route: 'resource', method: 'PUT' },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'] },
        },
        {
          wait: 5600,
          request: { route: 'resource', method: 'PUT' },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'] },
        },
      ],
    },
    {
      id: 'max-age/not-for-credentials',
      title: 'A preflight without credentials is not used for a request with them',
      level: 'informative',
      spec: '#cors-preflight-cache',
      from: 'allowed',
      when: { policy: { methods: 'PUT', maxAge: 'cached', credentials: true, origins: 'listed' } },
      steps: [
        {
          request: { route: 'resource', method: 'PUT' },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'] },
        },
        {
          request: { route: 'resource', method: 'PUT', credentials: 'include' },
          expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'] },
        },
      ],
    },
  ],
};
