import picomatch from 'picomatch';

/** Whether a path of a document matches a pattern. One that is a path as it stands in the document means it, braces and all. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const matches = picomatch(pattern, { dot: true });
  return (path) => path === pattern || matches(path);
}
