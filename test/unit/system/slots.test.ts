import { expect, it } from 'vitest';
import { createSlots } from '../../../src/system/slots.ts';

function deferred() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

it('does no more at once than there are slots, and goes on in order', async () => {
  const slots = createSlots(2);
  const started: number[] = [];
  const works = [0, 1, 2, 3].map(() => deferred());
  const done = works.map(({ promise }, index) =>
    slots.use(() => {
      started.push(index);
      return promise;
    }),
  );
  await Promise.resolve();
  expect(started).toEqual([0, 1]);
  works[1]?.resolve();
  await done[1];
  expect(started).toEqual([0, 1, 2]);
  for (const { resolve } of works) resolve();
  await Promise.all(done);
  expect(started).toEqual([0, 1, 2, 3]);
});

it('frees the slot of work that fails', async () => {
  const slots = createSlots(1);
  await expect(slots.use(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(slots.use(() => Promise.resolve('next'))).resolves.toBe('next');
});
