/** At most so many names are written. */
const mostNames = 6;

/**
 * `a`, `a, b and c`; of many the first ones: `a, b, c, d, e, f and 14 more`. Where a name contains a comma, semicolons
 * separate them: `Caddy, the recipe; Gin and Echo`.
 */
export function namesOf(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  const shown = names.length > mostNames + 1 ? names.slice(0, mostNames) : names.slice(0, -1);
  const last = shown.length < names.length - 1 ? `${names.length - shown.length} more` : names.at(-1);
  const separator = names.some((name) => name.includes(',')) ? '; ' : ', ';
  return `${shown.join(separator)} and ${last}`;
}
