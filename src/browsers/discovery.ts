import type { Found, Missing } from './driver.ts';
import { type Machine, placesOnPath } from '../system/machine.ts';

/** A browser product. */
export interface Product {
  readonly name: string;
  /** Command names, for PATH. */
  readonly commands: readonly string[];
  /** Where installers put it, by platform; see `expandPlace`. */
  readonly places: Partial<Record<NodeJS.Platform, readonly string[]>>;
}

export interface Search {
  /** The environment variable with the path of the executable. */
  readonly variable: string;
  /** The name of a browser that the variable selects. */
  readonly title: string;
  /** Where `playwright install` puts builds of this engine, in order of preference. */
  readonly playwrightBuilds: readonly string[];
  readonly products: readonly Product[];
  readonly help: string;
}

/**
 * The first executable of: the environment variable, Playwright's build, then each product in its usual folders and on
 * PATH. An invalid variable is reported instead of ignored, because it selects a particular browser.
 */
export function findBrowser(machine: Machine, search: Search): Found | Missing {
  const chosen = machine.environment[search.variable];
  if (chosen) {
    if (machine.isExecutable(chosen)) return found(search.title, chosen, search.variable);
    const help = `${search.variable} is ${JSON.stringify(chosen)}, which is not an executable file. Correct it or unset it.`;
    return { found: false, help, looked: [chosen] };
  }
  const build = search.playwrightBuilds.find((path) => path !== '' && machine.isExecutable(path));
  if (build !== undefined) return found(search.title, build, 'playwright install');
  const looked: string[] = [...search.playwrightBuilds];
  for (const product of search.products) {
    for (const path of candidates(machine, product)) {
      if (machine.isExecutable(path)) return found(product.name, path, 'system');
      looked.push(path);
    }
  }
  return { found: false, help: search.help, looked: looked.filter(Boolean) };
}

function found(name: string, executable: string, via: string): Found {
  return { found: true, name, executable, via };
}

function candidates(machine: Machine, product: Product): readonly string[] {
  const places = (product.places[machine.platform] ?? []).flatMap((place) => expandPlace(machine, place));
  return [...places, ...product.commands.flatMap((command) => placesOnPath(machine, command))];
}

/** Beside Playwright's Chromium, where `playwright install` puts its headless shell. The names depend on the version. */
export function headlessShells({ list }: Machine, chromium: string): readonly string[] {
  const [, folder, revision] = /^(.*[/\\])chromium-(\d+)[/\\]/.exec(chromium) ?? [];
  if (folder === undefined || revision === undefined) return [];
  const separator = folder.slice(-1);
  const base = `${folder}chromium_headless_shell-${revision}`;
  const names = [
    'chrome-headless-shell',
    'headless_shell',
    'chrome-headless-shell.exe',
    'headless_shell.exe',
  ];
  return list(base).flatMap((inner) => names.map((name) => [base, inner, name].join(separator)));
}

/** `~` is the home folder, `%NAME%` at the beginning an environment variable; a place with an unset one is ignored. */
function expandPlace(machine: Machine, place: string): readonly string[] {
  if (place.startsWith('~')) return [machine.home + place.slice(1)];
  const [whole, name] = /^%([^%]+)%/.exec(place) ?? [];
  if (whole === undefined || name === undefined) return [place];
  const value = machine.environment[name];
  return value ? [value + place.slice(whole.length)] : [];
}
