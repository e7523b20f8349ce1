/** Whether a file is one of JSON Lines, compressed or not, by its name. */
export function isLinesName(file: string): boolean {
  return /\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(file);
}
