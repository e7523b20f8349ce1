import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { packageRoot } from '../../src/package.ts';
import { type Level, levels } from '../../src/scenarios/scenario.ts';

/** What a check came to, as a letter: a whole run of one implementation is one short text. `-`: this browser did not run it. */
export const passed = 'p';
export const notApplicable = 'n';
/** An error that a finding explains: the server closes the connection, for example. */
export const noVerdict = 'e';
/** A failure, by its level. */
export const failed = {
  security: 's',
  required: 'r',
  recommended: 'c',
  informative: 'i',
} as const satisfies Record<Level, string>;

const cause = z.strictObject({
  code: z.string(),
  title: z.string(),
  level: z.enum(levels),
  /** Positions in the list of scenarios. */
  scenarios: z.array(z.int().nonnegative()),
});

const cell = z.union([
  /** The implementation cannot express the policy, and why. */
  z.strictObject({ unsupported: z.string() }),
  z.strictObject({
    /** A letter for each scenario, in their order. */
    results: z.string().regex(/^[pnesrci-]+$/),
    causes: z.array(cause),
  }),
]);

const implementation = z.strictObject({
  id: z.string(),
  title: z.string(),
  language: z.string(),
  framework: z.string(),
  middleware: z.string(),
  kind: z.string(),
  homepage: z.string(),
  versions: z.record(z.string(), z.string()),
  /** The day of the run. */
  date: z.iso.date(),
  /** A hash of what was run: the implementation's files, those of its kits, and the catalogue. */
  fingerprint: z.string(),
  /** Of all checks in the model, from start to end. */
  seconds: z.number(),
  /** What its installation takes; null where the repository's own packages are used. */
  megabytes: z.number().nullable(),
  /** The most memory of its processes, the servers of all policies, in the model; absent in earlier records, null where it is not known. */
  peakMegabytes: z.number().nullable().optional(),
  /** By browser, then by policy. */
  runs: z.record(z.string(), z.record(z.string(), cell)),
});

const matrixFile = z.strictObject({
  schema: z.literal('corspec/matrix@1'),
  tool: z.string(),
  browsers: z.record(z.string(), z.string()),
  policies: z.array(z.string()),
  scenarios: z.array(z.string()),
  implementations: z.array(implementation),
});

export type Cause = z.infer<typeof cause>;
export type Cell = z.infer<typeof cell>;
export type PlayedImplementation = z.infer<typeof implementation>;
export type MatrixRecord = z.infer<typeof matrixFile>;

const file = join(packageRoot, 'results/matrix.json.gz');

/** What the last runs came to; null before the first. */
export function readMatrix(): MatrixRecord | null {
  return existsSync(file) ? matrixFile.parse(JSON.parse(gunzipSync(readFileSync(file)).toString())) : null;
}

export function writeMatrix(record: MatrixRecord): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, gzipSync(`${JSON.stringify(record)}\n`, { level: 9 }));
}
