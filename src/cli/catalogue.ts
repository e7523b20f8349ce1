import type { ConfigFile } from '../config/load.ts';
import type { ConfiguredTargets } from '../config/resolve.ts';
import type { Reporter } from '../../reports/reporter.ts';
import type { Implementation, ManifestProblem } from '../targets/index.ts';
import type { OpenApiDocument } from '../config/openapi/document.ts';
import type { Attempt } from '../text/attempt.ts';
import type { Policy } from '../policy/policy.ts';
import type { Suite } from '../scenarios/scenario.ts';
import type { TextFile } from '../system/files.ts';

/** What a command line can choose from, by name. */
export interface Catalogue {
  readonly suites: readonly Suite[];
  readonly policies: Readonly<Record<string, Policy>>;
  readonly reporters: readonly Reporter[];
  /** Ids, in the order in which one is chosen when none is named. */
  readonly browsers: readonly string[];
}

/** The configuration file that a command line uses. */
export interface Configuration extends ConfiguredTargets {
  readonly file: ConfigFile;
}

/** The document of `--openapi`, or its problems: complete lines. */
export type OpenApiInput = Attempt<OpenApiDocument, readonly string[]>;

/** The files and folders that a command line names, read from this machine, by the path as it was typed. */
export interface CommandInputs {
  /** The configuration whose targets are meant; absent when the command line names everything itself. */
  readonly configuration?: Configuration;
  /** The document of `--openapi`. */
  readonly openapi?: OpenApiInput;
  /** The built-in implementations, and those of `--servers`. */
  readonly implementations: readonly Implementation[];
  /** Folders with an invalid `server.json`. */
  readonly unusable: readonly ManifestProblem[];
  /** `--servers` folders with a problem. */
  readonly serverFolders: ReadonlyMap<string, string>;
  /** Policy files and routes files. */
  readonly texts: ReadonlyMap<string, TextFile>;
  /** TARGETs that are a folder. */
  readonly folders: ReadonlyMap<string, TargetFolder>;
  /** Report files that cannot be written, and why. */
  readonly unwritable: ReadonlyMap<string, string>;
}

export type TargetFolder =
  | { readonly ok: true; readonly implementation: Implementation }
  | { readonly ok: false; readonly reason: string };
