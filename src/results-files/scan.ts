import { closeSync, createReadStream, createWriteStream, openSync, readSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parseResults } from '../results/read-results.ts';
import { headSchema, isLinesHead, type ResultsHead } from '../results/results-head.ts';
import { type Result, resultSchema, type Results } from '../results/results.ts';
import { resultLinesText, resultsBegin, resultsEnd, resultTexts } from '../results/results-text.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { parseChecked } from '../text/checked-json.ts';
import { reasonOf } from '../system/files.ts';
import { linesOf } from './lines-of.ts';
import { isGzip } from '../system/gzip.ts';
import { readFileText, writeFileText } from './text.ts';

/** Where the text of a result is in a file: bytes. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

export interface Scanned {
  readonly head: ResultsHead;
  /** The file that the places are in. */
  readonly path: string;
}

export interface ScanOptions {
  /** A new path for a copy. */
  readonly newPath: () => string;
  readonly onResult: (result: Result, place: Place) => void;
}

/**
 * Reads a file of results, one result at a time: none stays in memory. Files that corspec wrote have one result per line. One
 * that is compressed, that another program has laid out anew, or whose run did not end, is copied first.
 */
export async function scanFile(
  file: string,
  { newPath, onResult }: ScanOptions,
): Promise<Attempt<Scanned, readonly string[]>> {
  const path = beginsLikeGzip(file) ? newPath() : file;
  try {
    if (path !== file) await pipeline(createReadStream(file), createGunzip(), createWriteStream(path));
  } catch (error) {
    return failure([`${file}: it cannot be decompressed: ${reasonOf(error, 'file not found')}.`]);
  }
  const layout = layoutOf(path);
  if (layout === 'other') {
    const parsed = parseResults(await readFileText(path), file);
    if (!parsed.ok) return parsed;
    const copy = newPath();
    await writeFileText(copy, asLines(parsed.value));
    return scanLines(copy, file, onResult);
  }
  return layout === 'lines' ? scanLines(path, file, onResult) : scanDocument(path, file, onResult);
}

function asLines({ results, ...head }: Results): Iterable<string> {
  return resultLinesText(head, resultTexts(results));
}

function beginsLikeGzip(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(2);
    readSync(handle, bytes, 0, 2, 0);
    return isGzip(bytes);
  } finally {
    closeSync(handle);
  }
}

/** `document`: as `resultsText` lays it out; `lines`: as `resultLinesText` does, of a run that has ended. */
function layoutOf(path: string): 'document' | 'lines' | 'other' {
  let number = 0;
  let isInside = false;
  for (const { bytes } of linesOf(path)) {
    const text = bytes.toString('utf8');
    number += 1;
    // Other programs may write the same beginning, and then a result in several lines.
    if (isInside) return text.startsWith('    {"') ? 'document' : 'other';
    if (number === 1 && isLinesHead(text)) {
      const { interrupted } = JSON.parse(text) as { readonly interrupted?: unknown };
      return interrupted === true ? 'other' : 'lines';
    }
    if (number === 1 && text !== '{') return 'other';
    isInside = text === resultsBegin;
  }
  return 'other';
}

function scanLines(
  path: string,
  file: string,
  onResult: ScanOptions['onResult'],
): Attempt<Scanned, readonly string[]> {
  let head: ResultsHead | null = null;
  let number = 0;
  for (const { bytes, offset } of linesOf(path)) {
    number += 1;
    const text = bytes.toString('utf8');
    if (head === null) {
      const parsed = parseChecked(text, file, headSchema);
      if (!parsed.ok) return parsed;
      head = parsed.value;
      continue;
    }
    const result = resultIn(text, `${file}, line ${number}`);
    if (!result.ok) return result;
    onResult(result.value, { offset, length: bytes.length });
  }
  return head === null ? failure([`${file}: the file is empty.`]) : success({ head, path });
}

const indent = 4;
const comma = 0x2c;

function scanDocument(
  path: string,
  file: string,
  onResult: ScanOptions['onResult'],
): Attempt<Scanned, readonly string[]> {
  const around: string[] = [];
  let isInside = false;
  let number = 0;
  for (const { bytes, offset } of linesOf(path)) {
    number += 1;
    const isResult = isInside && bytes.length > indent && bytes[indent] === 0x7b;
    if (!isResult) {
      const text = bytes.toString('utf8');
      if (text === resultsBegin) isInside = true;
      else if (isInside && text.startsWith(resultsEnd)) isInside = false;
      around.push(text);
      continue;
    }
    const length = bytes.length - indent - (bytes.at(-1) === comma ? 1 : 0);
    const result = resultIn(bytes.toString('utf8', indent, indent + length), `${file}, line ${number}`);
    if (!result.ok) return result;
    onResult(result.value, { offset: offset + indent, length });
  }
  // Without its results, the rest is a whole document.
  const parsed = parseResults(around.join('\n'), file);
  if (!parsed.ok) return parsed;
  const { results: _, ...head } = parsed.value;
  return success({ head, path });
}

/** Only what is invalid is parsed a second time, for the problem and its place. */
function resultIn(text: string, where: string): Attempt<Result, readonly string[]> {
  try {
    const parsed = resultSchema.safeParse(JSON.parse(text));
    if (parsed.success) return success(parsed.data);
  } catch {
    // Not JSON, which is said below.
  }
  return parseChecked(text, where, resultSchema);
}
