import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { powerPage } from '../../scripts/power/markdown.ts';
import { problems } from '../../scripts/power/matrix.ts';
import { measurePower, scenarios } from '../../scripts/power/play.ts';
import { powerPolicies } from '../../scripts/power/policies.ts';
import { families, faults, harmless } from '../../servers/broken/reference/faults/index.js';
import { packageRoot } from '../../src/package.ts';

/** Browsers beside the model, which take minutes: `CORSPEC_POWER_BROWSERS=chromium,firefox,webkit`. */
const more = (process.env['CORSPEC_POWER_BROWSERS'] ?? '').split(',').filter((id) => id !== '');
const minute = 60_000;

describe('every server that is wrong on purpose is caught, and none that is right', () => {
  it.each(['model', ...more])(
    'in %s',
    async (browser) => {
      const hooks = { onEvent: () => undefined, signal: new AbortController().signal };
      const isWhole = () => false;
      const [power] = await measurePower({ browsers: [browser], isWhole, jobs: 16, hooks });
      expect(problems(power!.matrix)).toEqual([]);
    },
    20 * minute,
  );
});

it('docs/power.md tells of the faults as they are; `npm run power` writes it', () => {
  const page = readFileSync(join(packageRoot, 'docs/power.md'), 'utf8');
  expect(page).toBe(powerPage(families, harmless, scenarios));
});

describe('the faults', () => {
  const all = [...faults, ...harmless];

  it('have ids of their own', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it('have ids that make a host name under each of their policies', () => {
    const labels = all.flatMap(({ id, policies }) => policies.map((policy) => `reference--${id}-${policy}`));
    expect(labels.filter((label) => !/^[a-z0-9-]{1,63}$/.test(label))).toEqual([]);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('name scenarios and policies that there are', () => {
    const known = new Set(scenarios.map(({ id }) => id));
    expect(faults.flatMap(({ caughtBy }) => caughtBy.filter((id) => !known.has(id)))).toEqual([]);
    expect(all.flatMap(({ policies }) => policies.filter((name) => !(name in powerPolicies)))).toEqual([]);
  });

  it('name a scenario each', () => {
    expect(faults.filter(({ caughtBy }) => caughtBy.length === 0)).toEqual([]);
  });

  it('name no informative scenario', () => {
    const informative = new Set(scenarios.filter(({ level }) => level === 'informative').map(({ id }) => id));
    expect(faults.flatMap(({ caughtBy }) => caughtBy.filter((id) => informative.has(id)))).toEqual([]);
  });
});
