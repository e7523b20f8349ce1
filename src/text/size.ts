const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes as people read it: `52 MB`, `1.2 GB`. */
export function sizeText(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power] ?? 'B'}`;
}

/** The bytes of a size as people write it, `5GB` or `1.2 GB`; null if it is none. A number alone has no unit, so it is none. */
export function bytesFrom(text: string): number | null {
  const [, value, unit] = /^(\d+(?:\.\d+)?) *([kmgt]?b)$/i.exec(text.trim()) ?? [];
  if (value === undefined || unit === undefined) return null;
  const power = units.findIndex((one) => one.toLowerCase() === unit.toLowerCase());
  return Math.round(Number(value) * 1000 ** power);
}
