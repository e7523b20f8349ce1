import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../src/package.ts';
import { apiProblems, documents } from './support/kubernetes.ts';

const text = await readFile(join(packageRoot, 'docs/shards.md'), 'utf8');
const blocks = Array.from(
  text.matchAll(/^```(yaml|dockerfile)\n([^]*?)^```$/gm),
  ([, , block = '']) => block,
);
const [github = '', gitlab = '', kubernetes = '', kubernetesMerge = '', dockerfile = ''] = blocks;

let folder: string;
let server: Server;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-shards-docs-'));
  await mkdir(join(folder, 'node_modules/.bin'), { recursive: true });
  await symlink(packageRoot, join(folder, 'node_modules/corspec'));
  const program = `#!/bin/sh\nexec node '${join(packageRoot, 'dist/src/cli/main.js')}' "$@"\n`;
  await writeFile(join(folder, 'node_modules/.bin/corspec'), program, { mode: 0o755 });
  server = createServer((_, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const config = {
    targets: [{ name: 'api', url, policy: { origins: '*' } }],
    scenarios: ['simple/*'],
    browsers: ['model'],
  };
  await writeFile(join(folder, 'corspec.config.json'), JSON.stringify(config));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

/** The exit status of a line of a shell, with `npx` as the program that is installed here. */
function sh(line: string, variables: Readonly<Record<string, string>> = {}): Promise<number | null> {
  const path = `${join(folder, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
  const child = spawn('sh', ['-c', line.replaceAll('npx ', '')], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, ...variables, PATH: path },
  });
  return new Promise((resolve) => child.once('close', resolve));
}

function indexes(count: number, first: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(index + first));
}

async function expectReport(lines: readonly string[], files: readonly string[]): Promise<void> {
  for (const line of lines) expect(await sh(line), line).toBe(0);
  for (const file of files) expect((await readFile(join(folder, file))).length).toBeGreaterThan(100);
}

it('the jobs of GitHub play all shards and merge them', async () => {
  const { jobs } = parse(github) as {
    readonly jobs: Readonly<
      Record<'cors' | 'report', {
        readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
        readonly steps: readonly { readonly run?: string }[];
      }>
    >;
  }; // prettier-ignore
  const shards = jobs.cors.strategy?.matrix.shard ?? [];
  expect(shards).toEqual(indexes(shards.length, 1).map(Number));
  const line = jobs.cors.steps.find(({ run }) => run?.startsWith('npx corspec run'))?.run ?? '';
  expect(line).toContain(`--shard \${{ matrix.shard }}/${shards.length} `);
  for (const shard of shards) expect(await sh(line.replaceAll('${{ matrix.shard }}', String(shard)))).toBe(0);
  const reports = jobs.report.steps.flatMap(({ run = '' }) => (run.startsWith('npx corspec') ? [run] : []));
  await expectReport(reports, ['results.json.gz', 'corspec.html']);
});

it('the jobs of GitLab play all shards and merge them', async () => {
  const jobs = parse(gitlab) as Readonly<
    Record<'cors' | 'cors-report', { readonly parallel?: number; readonly script: readonly string[] }>
  >;
  const { parallel = 0, script } = jobs.cors;
  for (const index of indexes(parallel, 1))
    expect(await sh(script.at(-1) ?? '', { CI_NODE_INDEX: index, CI_NODE_TOTAL: String(parallel) })).toBe(0);
  await expectReport(jobs['cors-report'].script.slice(1), ['results.json.gz', 'corspec.html', 'corspec.xml']);
});

interface Mount {
  readonly name: string;
  readonly mountPath: string;
}

/** The parts of an Indexed Job, or of another one, that the tests read. */
interface Job {
  readonly kind: 'Job';
  readonly spec: {
    readonly completionMode?: string;
    readonly completions?: number;
    readonly parallelism?: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly [
          {
            readonly env?: readonly { readonly name: string; readonly value: string }[];
            readonly args: readonly [string];
            readonly volumeMounts: readonly [Mount];
          },
        ];
        readonly volumes: readonly [
          { readonly name: string; readonly persistentVolumeClaim: { readonly claimName: string } },
        ];
      };
    };
  };
}

interface Claim {
  readonly kind: 'PersistentVolumeClaim';
  readonly metadata: { readonly name: string };
}

/** The shell's line of a Job, with a folder of this machine in place of the volume. */
function lineOf({ spec }: Job): string {
  const [{ args, volumeMounts }] = spec.template.spec.containers;
  return args[0].replaceAll(volumeMounts[0].mountPath, folder);
}

it('the Jobs of Kubernetes play all shards and merge them', async () => {
  const [claim, job] = documents(kubernetes) as [Claim, Job];
  const [merge] = documents(kubernetesMerge) as [Job];
  for (const { spec } of [job, merge]) {
    const { containers, volumes } = spec.template.spec;
    expect(volumes[0].persistentVolumeClaim.claimName).toBe(claim.metadata.name);
    expect(containers[0].volumeMounts[0].name).toBe(volumes[0].name);
  }
  const { completions = 0, parallelism = 0, completionMode, template } = job.spec;
  expect(completionMode).toBe('Indexed');
  expect(template.spec.containers[0].env).toContainEqual({ name: 'SHARDS', value: String(completions) });
  expect(parallelism).toBeLessThanOrEqual(completions);
  for (const index of indexes(completions, 0))
    expect(await sh(lineOf(job), { SHARDS: String(completions), JOB_COMPLETION_INDEX: index })).toBe(0);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  expect(files).toHaveLength(completions);
  await expectReport([lineOf(merge)], ['all.json.gz', 'all.html']);
  // An invalid command, and a shard that is missing, are no success.
  expect(await sh(lineOf(job), { SHARDS: '1', JOB_COMPLETION_INDEX: '4' })).not.toBe(0);
  await rm(join(folder, files[0] ?? ''));
  expect(await sh(lineOf(merge))).not.toBe(0);
});

it('the manifests of Kubernetes are what its API accepts', () => {
  const [claim, job] = documents(kubernetes);
  const [merge] = documents(kubernetesMerge);
  expect([claim, job, merge].map(apiProblems)).toEqual([[], [], []]);
  const mistyped = (from: string, to: string) =>
    documents(kubernetes.replaceAll(from, to)).flatMap(apiProblems);
  expect(mistyped('completions: 8', 'completions: eight')).toEqual([
    expect.stringContaining('completions must be integer'),
  ]);
  expect(mistyped('parallelism', 'paralelism')).toEqual([expect.stringContaining('paralelism')]);
  expect(mistyped('mountPath', 'path')).not.toEqual([]);
});

it('the Dockerfile has instructions that Docker knows, and the image of the other examples', () => {
  const lines = dockerfile.trim().split('\n');
  const instructions = lines.filter((line) => !line.startsWith('#')).map((line) => line.split(' ')[0]);
  expect(instructions).toEqual(['FROM', 'WORKDIR', 'COPY', 'RUN', 'COPY', 'USER']);
  const { cors } = parse(gitlab) as { readonly cors: { readonly image: string } };
  expect(lines[0]).toBe(`FROM ${cors.image}`);
});
