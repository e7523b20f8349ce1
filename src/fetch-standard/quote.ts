const longest = 200;

/** A value in backticks, raw. Of one that is long, the first 200 characters, and how many there are. */
export function quote(value: string): string {
  return value.length > longest
    ? `\`${value.slice(0, longest)}…\` (${value.length} characters)`
    : `\`${value}\``;
}

/**
 * Names or methods as a comma-separated list, raw; `nothing` when there are none. Of a long list, the first 200
 * characters, and how many members there are.
 */
export function enumerate(values: readonly string[]): string {
  if (values.length === 0) return 'nothing';
  const list = values.join(', ');
  return list.length > longest ? `${list.slice(0, longest)}… (${values.length} in all)` : list;
}
