/**
 * The scenarios that an entry of `caughtBy` means: the one with that id, or with `*` for words of the id all that match, of
 * which at least one detects the fault.
 */
export function idsNamed(entry: string, ids: readonly string[]): readonly string[] {
  if (!isPattern(entry)) return [entry];
  const words = entry.split('*').map((text) => text.replaceAll(/[^a-z0-9/-]/g, ''));
  const pattern = new RegExp(`^${words.join('[a-z0-9-]+')}$`);
  return ids.filter((id) => pattern.test(id));
}

export function isPattern(entry: string): boolean {
  return entry.includes('*');
}

/** All of them, each once. */
export function idsNamedBy(
  { caughtBy }: { readonly caughtBy: readonly string[] },
  ids: readonly string[],
): readonly string[] {
  return [...new Set(caughtBy.flatMap((entry) => idsNamed(entry, ids)))];
}
