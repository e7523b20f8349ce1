import { relative, resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { findConfig, readConfig } from '../config/load.ts';
import { resolveConfig } from '../config/resolve.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { shellQuote } from '../text/shell.ts';
import { members } from '../options/validated.ts';
import type { Catalogue, Configuration } from './catalogue.ts';
import type { CommandLine, RunOptions } from './command-line.ts';

/**
 * Reads the configuration of `--config FILE`, or of the working directory. Null when there is none, or when the command
 * line says everything: every TARGET is a URL, an implementation or a folder.
 * @param isTarget whether a TARGET means something without a configuration
 * @param onFile is called with the absolute path of each file, before it is read
 */
export async function readConfiguration(
  { command, targets, options }: CommandLine,
  { suites, browsers, reporters, policies }: Catalogue,
  isTarget: (target: string) => boolean,
  onFile: (path: string) => void,
): Promise<Attempt<Configuration, readonly string[]> | null> {
  if (command === 'compare' || options.openapi !== undefined) return null;
  if (options.config === undefined && targets.length > 0 && targets.every(isTarget)) return null;
  const path = options.config ?? findConfig(process.cwd());
  if (path === null) return null;
  onFile(resolve(path));
  const file = await readConfig(path, { suites, browsers, reporters: reporters.map(({ id }) => id) });
  if (!file.ok) return failure([file.reason]);
  for (const named of namedFiles({ ...file.value.config })) onFile(resolve(file.value.folder, named));
  const argument = options.config === undefined ? '' : ` --config ${shellQuote(options.config)}`;
  const configured = await resolveConfig(file.value, policies, argument);
  return configured.ok ? success({ file: file.value, ...configured.value }) : configured;
}

/** The policy files and OpenAPI documents that a configuration names. Parts of it may be invalid. */
function namedFiles({ policies, targets }: Readonly<Record<string, unknown>>): readonly string[] {
  const documents = valuesOf(targets).flatMap((target) => valuesOf({ ...(target as object) }, 'openapi'));
  return [...valuesOf(policies), ...documents].filter((value) => typeof value === 'string');
}

function valuesOf(value: unknown, key?: string): readonly unknown[] {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return entries.flatMap(([name, item]) => (key === undefined || name === key ? [item as unknown] : []));
}

/** The options of a command line; what it does not say, the configuration says. */
export function withDefaults(options: RunOptions, { file }: Configuration): RunOptions {
  const { config, folder } = file;
  return {
    ...defined({
      browser: config.browsers,
      ...remoteDefaults(config, options),
      reporter: config.reporters?.map((reporter) => reporterOption(reporter, folder)),
      suite: config.suites,
      scenario: config.scenarios,
      level: config.levels,
      strict: config.strict,
      timeout: config.timeout?.toString(),
      jobs: config.jobs?.toString(),
      rate: config.rate?.toString(),
      evidence: config.evidence,
      fix: config.fix,
      baseline: config.baseline === undefined ? undefined : pathFrom(folder, config.baseline),
    }),
    ...options,
  };
}

function defined(options: { readonly [Key in keyof RunOptions]: RunOptions[Key] | undefined }): RunOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** With `--browser`, only what the configuration says of these browsers. */
function remoteDefaults(
  { connect, webdriver, proxyAddress }: Config,
  { browser }: RunOptions,
): Pick<RunOptions, 'connect' | 'webdriver' | 'proxyAddress'> {
  const named = members(browser);
  const isMeant = (engine: string) =>
    browser === undefined || named.includes('all') || named.includes(engine);
  const addresses = (urls: Config['connect'] = {}) =>
    Object.entries(urls).flatMap(([engine, url]) => (isMeant(engine) ? [`${engine}=${url}`] : []));
  const remote = { connect: addresses(connect), webdriver: addresses(webdriver) };
  const isRemote = remote.connect.length + remote.webdriver.length > 0;
  return isRemote ? { ...remote, ...(proxyAddress !== undefined && { proxyAddress }) } : {};
}

function reporterOption(reporter: NonNullable<Config['reporters']>[number], folder: string): string {
  if (typeof reporter === 'string') return reporter;
  const [name, options] = reporter;
  return options === undefined ? name : `${name}=${pathFrom(folder, options.file)}`;
}

/** A path of the configuration, as from the working directory. */
function pathFrom(folder: string, path: string): string {
  return relative(process.cwd(), resolve(folder, path)) || '.';
}
