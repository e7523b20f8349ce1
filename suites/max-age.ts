import type { Suite } from '../src/scenarios/scenario.ts';

/** How long browsers may cache a preflight. */
export const maxAge: Suite = {
  id: 'max-age',
  title: 'The preflight cache',
  scenarios: [
    {
      id: 'max-age/remembered',
      title: 'A second PUT to the same URL is sent without another preflight',
      level: 'recommended',
      spec: '#cors-preflight-cache',
      why: 'Without the preflight cache, every such request takes two round trips.',
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
      title: 'A second request with the same custom header is sent without another preflight',
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
      title: 'A second credentialed PUT is sent without another preflight',
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
      title: 'Access-Control-Max-Age has the value of the policy',
      level: 'recommended',
      spec: '#http-access-control-max-age',
      why: 'Browsers limit the value: Chromium to 2 hours, Firefox to 24 hours, WebKit to 10 minutes.',
      from: 'allowed',
      when: { policy: { methods: 'PUT', maxAge: 'cached' } },
      request: { route: 'resource', method: 'PUT' },
      expect: { preflight: { 'access-control-max-age': { is: '$max-age' } } },
    },
    {
      id: 'max-age/zero-forgets',
      title: 'With a max age of 0, every PUT is preceded by a preflight',
      level: 'recommended',
      spec: '#cors-preflight-cache',
      why: 'If a library omits the header for a max age of 0, browsers use their default of 5 seconds, so policy changes take effect late.',
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
      title: 'With a max age of 0, every request with a custom header is preceded by a preflight',
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
      title: 'A PUT after the max age is preceded by a new preflight',
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
      title: 'A preflight response without Access-Control-Max-Age is cached for 5 seconds at most',
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
      title: 'A cached preflight without credentials is not used for a credentialed request',
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
