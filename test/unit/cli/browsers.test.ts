import { describe, expect, it } from 'vitest';
import {
  chooseBrowsers,
  lookFor,
  lookForChoice,
  modelFinder,
  type BrowserChoice,
  type BrowserFinder,
  type LookedFor,
} from '../../../src/options/browsers.ts';

const titles = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit', model: 'Model' } as const;

/** A machine with these browsers; the model is always there. */
function machineWith(...there: readonly string[]): readonly LookedFor[] {
  return Object.entries(titles).map(([id, title]) => ({
    id,
    title,
    result:
      id === 'model' || there.includes(id)
        ? { found: true, name: title, executable: `/usr/bin/${id}`, via: 'system' }
        : { found: false, help: `Get it with: install ${id}`, looked: [] },
  }));
}

describe('when no browser is named', () => {
  it('it is Chromium, without a word', () => {
    const chosen = chooseBrowsers({ kind: 'default' }, machineWith('firefox', 'chromium'));
    expect(chosen).toEqual({ ok: true, ids: ['chromium'], notes: [] });
  });

  it('it is the first that is there, and that is said', () => {
    const chosen = chooseBrowsers({ kind: 'default' }, machineWith('webkit', 'firefox'));
    expect(chosen).toMatchObject({ ok: true, ids: ['firefox'] });
    expect(chosen).toHaveProperty('notes', [
      'Chromium was not found. Get it with: install chromium',
      'Using firefox instead.',
    ]);
  });

  it('it is the model where there is no browser, and that is said with the command that installs one', () => {
    const note =
      'No browser was found: the model, which follows the Fetch standard, stands in. Get it with: install chromium';
    const chosen = chooseBrowsers({ kind: 'default' }, machineWith());
    expect(chosen).toEqual({ ok: true, ids: ['model'], notes: [note], isStandIn: true });
  });
});

describe('when browsers are named', () => {
  it('they run in the order that was typed', () => {
    const choice = { kind: 'named', ids: ['model', 'chromium'] } as const;
    expect(chooseBrowsers(choice, machineWith('chromium'))).toMatchObject({ ids: ['model', 'chromium'] });
  });

  it('nothing runs when one of them is missing', () => {
    const choice = { kind: 'named', ids: ['chromium', 'webkit'] } as const;
    expect(chooseBrowsers(choice, machineWith('chromium'))).toEqual({
      ok: false,
      reason: 'WebKit was not found. Get it with: install webkit',
    });
  });

  it('all are those that are there, and the others are named', () => {
    expect(chooseBrowsers({ kind: 'all' }, machineWith('chromium'))).toEqual({
      ok: true,
      ids: ['chromium', 'model'],
      notes: [
        'Firefox was not found. Get it with: install firefox',
        'WebKit was not found. Get it with: install webkit',
      ],
    });
  });
});

it('the model is found everywhere', async () => {
  expect(await lookFor([modelFinder])).toMatchObject([{ id: 'model', result: { found: true } }]);
});

describe('a search for browsers', () => {
  it('looks for the named ones only: finding a browser loads its driver', async () => {
    expect(await searched({ kind: 'named', ids: ['model'] }, ['chromium'])).toEqual(['model']);
    expect(await searched({ kind: 'named', ids: ['webkit', 'firefox'] }, [])).toEqual(['firefox', 'webkit']);
  });

  it('ends at the first installed browser when none is named', async () => {
    expect(await searched({ kind: 'default' }, ['chromium', 'webkit'])).toEqual(['chromium']);
    expect(await searched({ kind: 'default' }, ['firefox', 'webkit'])).toEqual(['chromium', 'firefox']);
    expect(await searched({ kind: 'default' }, [])).toEqual(['chromium', 'firefox', 'webkit', 'model']);
  });

  it('looks for all browsers when all are asked for', async () => {
    const all = ['chromium', 'firefox', 'webkit', 'model'];
    expect(await searched({ kind: 'all' }, ['chromium'])).toEqual(all);
  });
});

/** The browsers that were looked for, on a machine with those that are `there`. */
async function searched(choice: BrowserChoice, there: readonly string[]): Promise<readonly string[]> {
  const asked: string[] = [];
  const finders = machineWith(...there).map(({ id, title, result }): BrowserFinder => ({
    id,
    title,
    find() {
      asked.push(id);
      return Promise.resolve(result);
    },
  }));
  await lookForChoice(choice, finders);
  return asked;
}
