import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { readInputLines } from '../../../src/cli/input-lines.ts';

const { signal } = new AbortController();

function typed() {
  const stream = new PassThrough();
  return { stream, lines: readInputLines(stream) };
}

it('an empty line is a request to run again', async () => {
  const { stream, lines } = typed();
  stream.write('\n');
  expect(await lines.next(signal)).toBe('again');
});

it('lines that come together count as one', async () => {
  const { stream, lines } = typed();
  stream.write('\n\n\n');
  expect(await lines.next(signal)).toBe('again');
  stream.write('q\n');
  expect(await lines.next(signal)).toBe('end');
});

it('half a line is none', async () => {
  const { stream, lines } = typed();
  stream.write('q');
  const over = new AbortController();
  const next = lines.next(over.signal);
  setImmediate(() => over.abort());
  expect(await next).toBeNull();
  stream.write('\n');
  expect(await lines.next(signal)).toBe('end');
});

it('the end of the input is the end, after what came before it', async () => {
  const { stream, lines } = typed();
  stream.end('\n');
  await new Promise((resolve) => stream.once('close', resolve));
  expect(await lines.next(signal)).toBe('again');
  expect(await lines.next(signal)).toBe('end');
});

it('no input is the end', async () => {
  expect(await readInputLines(undefined).next(signal)).toBe('end');
});

it('a closed input is not read any more', async () => {
  const { stream, lines } = typed();
  lines.close();
  expect(stream.destroyed).toBe(true);
  expect(await lines.next(signal)).toBe('end');
});
