import { basename } from 'node:path';
import { drivers } from '../src/browsers/index.ts';
import { findBrowser, headlessShells, type Search } from '../src/browsers/discovery.ts';
import type { Found, Missing } from '../src/browsers/driver.ts';
import { playwrightBuild } from '../src/browsers/playwright.ts';
import { chromiumProducts } from '../src/browsers/products.ts';
import { thisMachine } from '../src/system/machine.ts';
import type { Subject } from './aims.ts';

/** What runs checks here. */
export interface Engine {
  readonly subject: Subject;
  /** As `--browser` takes it. */
  readonly browser: string;
  readonly title: string;
  /** Why it cannot be measured; null when it can. */
  readonly missing: string | null;
  /** The executable of Chromium, so that everything is measured with the same one. */
  readonly executable?: string;
}

/** The environment variable that selects Chromium, for this process and those that it starts. */
const variable = 'CORSPEC_CHROMIUM';

const shellName = /headless[-_ ]shell/i;

export async function findEngines(): Promise<readonly Engine[]> {
  const others = await Promise.all(
    drivers
      .filter(({ id }) => id !== 'chromium')
      .map(async (driver): Promise<Engine> => {
        const found = await driver.find();
        const { id, title } = driver;
        return { subject: id, browser: id, title, missing: found.found ? null : found.help };
      }),
  );
  const model: Engine = { subject: 'model', browser: 'model', title: 'model', missing: null };
  // The model first: code that has run once is compiled, which is then equal for all that follow.
  return [model, ...chromiums(), ...others];
}

/** Chromium and the headless shell; the other one is left out where the environment selects one. */
function chromiums(): readonly Engine[] {
  const machine = thisMachine();
  const build = playwrightBuild('chromium', machine);
  const find = (wantsShell: boolean): Found | Missing =>
    findBrowser(machine, {
      ...search,
      help: installHelp(wantsShell),
      playwrightBuilds: build === null ? [] : wantsShell ? headlessShells(machine, build) : [build],
      products: chromiumProducts.filter(({ name }) => shellName.test(name) === wantsShell),
    });
  const chosen = process.env[variable];
  if (chosen) return [chromiumEngine(shellName.test(basename(chosen)), find(false))];
  return [chromiumEngine(false, find(false)), chromiumEngine(true, find(true))];
}

const search: Omit<Search, 'playwrightBuilds' | 'products' | 'help'> = {
  variable,
  title: 'Chromium',
};

function installHelp(isShell: boolean): string {
  return `npx playwright install chromium ${isShell ? '--only-shell' : '--no-shell'}, or set ${variable}.`;
}

function chromiumEngine(isShell: boolean, found: Found | Missing): Engine {
  return {
    subject: isShell ? 'headless-shell' : 'chromium',
    browser: 'chromium',
    title: isShell ? 'headless shell' : 'Chromium',
    missing: found.found ? null : found.help,
    ...(found.found && { executable: found.executable }),
  };
}

/** Does work with an engine's executable selected, also in this process. */
export async function withEngine<T>({ executable }: Engine, work: () => Promise<T>): Promise<T> {
  const before = process.env[variable];
  if (executable !== undefined) process.env[variable] = executable;
  try {
    return await work();
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, variable);
    else process.env[variable] = before;
  }
}

/** The engine that a user of Chromium gets: the headless shell, where the machine has it. */
export function preferredChromium(engines: readonly Engine[]): Engine | undefined {
  const all = engines.filter(({ browser }) => browser === 'chromium');
  return all.findLast(({ missing }) => missing === null) ?? all[0];
}
