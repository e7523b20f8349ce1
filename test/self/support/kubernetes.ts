import { join } from 'node:path';
import { Job } from 'kubernetes-models/batch/v1';
import { PersistentVolumeClaim } from 'kubernetes-models/v1';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { packageRoot } from '../../../src/package.ts';

/** The kinds of manifests that are checked, with the module of their type. */
const kinds = {
  Job: { model: Job, type: 'IJob', from: 'kubernetes-models/batch/v1' },
  PersistentVolumeClaim: {
    model: PersistentVolumeClaim,
    type: 'IPersistentVolumeClaim',
    from: 'kubernetes-models/v1',
  },
} as const;

/** The documents of a YAML text, as values. */
export function documents(yaml: string): readonly unknown[] {
  return parseAllDocuments(yaml).map((document) => document.toJS() as unknown);
}

/**
 * What the API of Kubernetes rejects in a manifest: values that do not follow its OpenAPI schema, and fields that it does not
 * have, which the schema lets pass and `kubectl apply` rejects.
 */
export function apiProblems(manifest: unknown): readonly string[] {
  const { kind } = manifest as { kind: keyof typeof kinds };
  const invalid = problemOf(() => {
    new kinds[kind].model(manifest as never).validate();
  });
  return invalid === null ? unknownFields(manifest, kind) : [invalid];
}

function problemOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return String(error);
  }
}

/** TypeScript rejects properties of a literal that its type does not have, at each depth. */
function unknownFields(manifest: unknown, kind: keyof typeof kinds): readonly string[] {
  const { type, from } = kinds[kind];
  const name = join(packageRoot, 'test/self/support/manifest.ts');
  const text = `import type { ${type} } from '${from}';\nexport const manifest: ${type} = ${JSON.stringify(manifest)};\n`;
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => (path === name ? text : readFile(path));
  host.fileExists = (path) => path === name || fileExists(path);
  const program = ts.createProgram([name], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
