import { policies } from '../../fixtures/policies.ts';
import type { Policy } from '../../src/policy/policy.ts';

/** The policies for faults: those of `compare`, and some that make more scenarios apply. */
export const powerPolicies: Readonly<Record<string, Policy>> = {
  ...policies,
  /** Authorization and HEAD are listed by name. */
  tokens: {
    origins: policies.credentialed.origins,
    credentials: true,
    methods: ['GET', 'HEAD', 'POST'],
    requestHeaders: ['Authorization', 'X-Api-Key'],
    exposedHeaders: ['X-Total-Count', 'ETag'],
  },
  /** All headers are exposed with credentials, which requires listing them by name. */
  exposing: {
    origins: policies.credentialed.origins,
    credentials: true,
    methods: ['GET', 'POST'],
    exposedHeaders: '*',
  },
  /** One origin, which some libraries accept as a string. */
  single: { ...policies.credentialed, origins: ['https://app.example.com'] },
  /** Origins of development servers: an IP address, and ports that can have more digits. */
  local: { ...policies.allowlist, origins: ['http://127.0.0.1:3000', 'http://localhost:5173'] },
  /** Origins of apps and extensions, an IPv6 address, and a host in punycode, beside a website. */
  apps: {
    ...policies.credentialed,
    origins: [
      'https://app.example.test',
      'capacitor://localhost',
      'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
      'http://[::1]:3000',
      'https://xn--bcher-kva.example',
    ],
  },
};
