import cors from 'cors';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { CannotRunError, corsMatchers } from '../../../src/index.ts';
import '../../../src/vitest.ts';

const policy = { origins: ['https://app.example.com'], credentials: true };
const few = { path: '/api', browsers: 'model', scenarios: 'simple/*' };

function app(options: cors.CorsOptions) {
  const made = express().use(cors({ credentials: true, ...options }));
  return made.get('/api', (_, response) => void response.json({}));
}

const right = app({ origin: ['https://app.example.com'] });
const wrong = app({ origin: true });

describe('expect(server).toConformToCors(policy)', () => {
  it('passes with a server that conforms', async () => {
    await expect(right).toConformToCors(policy, few);
  });

  it('fails with the causes and their fixes', async () => {
    const failing = expect(expect(wrong).toConformToCors(policy, few)).rejects;
    await failing.toThrow(
      /^expect\(server\)\.toConformToCors\(policy\)\n\nFAIL: \/api: The server reflects every origin and allows credentials \(\d+ checks\)\./,
    );
    await expect(expect(wrong).toConformToCors(policy, few)).rejects.toThrow(
      "app.use(cors({ origin: ['https://app.example.com'], credentials: true }));",
    );
  });

  it('can be negated', async () => {
    await expect(wrong).not.toConformToCors(policy, few);
    await expect(expect(right).not.toConformToCors(policy, few)).rejects.toThrow(
      /^expect\(server\)\.not\.toConformToCors\(policy\)\n\nExpected failed checks\. PASS: conforms to the policy/,
    );
  });

  it('throws in both directions where nothing can be said', async () => {
    // The policy states no max age.
    const nothing = { ...few, scenarios: 'max-age/*' };
    await expect(expect(right).toConformToCors(policy, nothing)).rejects.toThrow(
      'INCONCLUSIVE: No check applies.',
    );
    await expect(expect(right).not.toConformToCors(policy, nothing)).rejects.toThrow('INCONCLUSIVE');
    await expect(expect(express()).not.toConformToCors(policy, few)).rejects.toThrow(CannotRunError);
  });

  it('can be added to another expect', async () => {
    const own = corsMatchers.toConformToCors.call({ isNot: false }, wrong, policy, few);
    expect(await own).toMatchObject({ pass: false });
  });
});
