/**
 * Browser modules as one script. They import only each other, in one-line or many-line statements that begin a line,
 * by names that are different in all of them: then taking out the words `import` and `export` is all the bundling
 * there is to do.
 * @param sources in the order of their imports
 */
export function joinModules(sources: readonly string[]): string {
  return sources
    .map((source) => source.replace(/^import [^;]+;\n/gm, '').replace(/^export /gm, ''))
    .join('\n');
}
