import { afterEach, expect, it, vi } from 'vitest';
import { withInterrupts } from '../../../src/cli/interrupts.ts';
import { recordingIo } from './samples.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it.each(['SIGINT', 'SIGTERM'] as const)(
  'the first %s aborts, so that what is done can be reported',
  async (name) => {
    const { io, written } = recordingIo();
    const aborted = await withInterrupts(io, (signal) => {
      process.emit(name);
      return Promise.resolve(signal.aborted);
    });
    expect(aborted).toBe(true);
    expect(written.stderr).toContain('Interrupted. Reporting the results so far');
  },
);

it('the second one ends the process at once, with status 3', async () => {
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  await withInterrupts(recordingIo().io, () => {
    process.emit('SIGINT');
    expect(exit).not.toHaveBeenCalled();
    process.emit('SIGINT');
    return Promise.resolve();
  });
  expect(exit).toHaveBeenCalledExactlyOnceWith(3);
});

it('listens no longer than the action takes', async () => {
  const before = process.listenerCount('SIGINT');
  await expect(withInterrupts(recordingIo().io, () => Promise.reject(new Error('broken')))).rejects.toThrow(
    'broken',
  );
  expect(process.listenerCount('SIGINT')).toBe(before);
});
