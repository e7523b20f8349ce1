/** One folder imports another. */
export interface FolderImport {
  readonly from: string;
  readonly to: string;
}

/** Where the picture stands in docs/architecture.md. */
const begin = '<!-- Generated from the imports by `npm run docs:architecture`. -->\n';
const end = '<!-- End of the generated picture. -->';

/**
 * The folder that a module belongs to, as the picture shows it: `src/judge`, `suites`. Null for a module that stands for
 * itself, such as `src/package.ts`.
 */
export function folderOf(path: string): string | null {
  const [top = '', second = '', ...rest] = path.split('/');
  if (top !== 'src') return top;
  return rest.length === 0 ? null : `src/${second}`;
}

/** Each import of another folder once, in the order of names. */
export function folderImports(
  modules: readonly { readonly source: string; readonly imports: readonly string[] }[],
): readonly FolderImport[] {
  const found = new Map<string, FolderImport>();
  for (const { source, imports } of modules) {
    const from = folderOf(source);
    for (const path of imports) {
      const to = folderOf(path);
      if (from !== null && to !== null && from !== to) found.set(`${from} ${to}`, { from, to });
    }
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
}

/** Without the imports that a longer way through the others implies: what is left is readable. */
export function withoutImplied(imports: readonly FolderImport[]): readonly FolderImport[] {
  let left = imports;
  // One after the other: folders that import each other imply much, and not each arrow may go because of another that goes.
  for (const one of imports) {
    const others = left.filter((other) => other !== one);
    if (reaches(others, one)) left = others;
  }
  return left;
}

function reaches(imports: readonly FolderImport[], { from, to }: FolderImport): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (folder === to) return true;
    if (seen.has(folder)) continue;
    seen.add(folder);
    for (const one of imports) if (one.from === folder) open.push(one.to);
  }
  return false;
}

/** A Mermaid flowchart: an arrow leads from a folder to one that it imports. */
export function flowchart(imports: readonly FolderImport[]): string {
  const names = [...new Set(imports.flatMap(({ from, to }) => [from, to]))].sort();
  const idOf = (name: string): string => name.replaceAll(/[^a-z0-9]/g, '_');
  return [
    '```mermaid',
    'flowchart TD',
    ...names.map((name) => `  ${idOf(name)}["${name}/"]`),
    ...imports.map(({ from, to }) => `  ${idOf(from)} --> ${idOf(to)}`),
    '```',
  ].join('\n');
}

/** The document with a new picture. Throws when it has no place for one. */
export function withPicture(document: string, picture: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from)
    throw new Error(`docs/architecture.md has no line ${begin.trim()}, or none that ends it.`);
  return `${document.slice(0, from)}${begin}\n${picture}\n\n${document.slice(to)}`;
}
