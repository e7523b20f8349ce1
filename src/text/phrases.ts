/** `a`, `a and b`, `a, b and c`. */
export function joined(parts: readonly string[], word = 'and'): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** How often: `once`, `twice`, `4 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

const mostNamed = 4;

/** The first of many names, and how many more there are. */
export function someOf(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return `${names.slice(0, mostNamed).map(shortened).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const longest = 60;

/** Cuts a long value and appends its length. */
export function shortened(value: string): string {
  if (value.length <= longest) return value;
  return `${value.slice(0, longest - 20)}… (${value.length} characters)`;
}
