import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { connectDevTools } from '../../../src/browsers/devtools.ts';

/** The two pipes, with what the browser got and how it answers. */
function setUp() {
  const input = new PassThrough();
  const output = new PassThrough();
  const devTools = connectDevTools(input, output);
  const received = (): unknown[] =>
    String(input.read() ?? '')
      .split('\0')
      .filter(Boolean)
      .map((text) => JSON.parse(text) as unknown);
  const say = (...messages: object[]) =>
    output.write(messages.map((message) => `${JSON.stringify(message)}\0`).join(''));
  return { devTools, received, say, input, output };
}

describe('a connection over the DevTools protocol', () => {
  it('answers each command by its id, whatever the order', async () => {
    const { devTools, received, say } = setUp();
    const [one, two] = [devTools.send('A.one'), devTools.send('A.two', { x: 1 }, 'tab')];
    expect(received()).toEqual([
      { id: 1, method: 'A.one', params: {} },
      { id: 2, method: 'A.two', params: { x: 1 }, sessionId: 'tab' },
    ]);
    say({ id: 2, result: { second: true } }, { id: 1, result: { first: true } });
    expect(await Promise.all([one, two])).toEqual([{ first: true }, { second: true }]);
  });

  it('reads messages however the pipe cuts them, within characters too', async () => {
    const { devTools, output } = setUp();
    const answer = devTools.send('A.one');
    const bytes = Buffer.from(`${JSON.stringify({ id: 1, result: { text: 'größer' } })}\0`);
    for (const byte of bytes) output.write(Buffer.from([byte]));
    expect(await answer).toEqual({ text: 'größer' });
  });

  it('rejects with the message of the browser', async () => {
    const { devTools, say } = setUp();
    const answer = devTools.send('A.one');
    say({ id: 1, error: { code: -32000, message: 'No target with given id' } });
    await expect(answer).rejects.toThrow('No target with given id');
  });

  it('passes events on until the listener ends', async () => {
    const { devTools, say } = setUp();
    const heard: unknown[] = [];
    const end = devTools.on('Log.entryAdded', (params, session) => heard.push([params, session]));
    say(
      { method: 'Log.entryAdded', params: { a: 1 }, sessionId: 'tab' },
      { method: 'Other.event', params: {} },
    );
    await new Promise(setImmediate);
    end();
    say({ method: 'Log.entryAdded', params: { a: 2 } });
    await new Promise(setImmediate);
    expect(heard).toEqual([[{ a: 1 }, 'tab']]);
  });

  it('rejects what is pending and what comes later when the browser has exited', async () => {
    const { devTools, output } = setUp();
    const pending = devTools.send('A.one');
    output.destroy();
    await expect(pending).rejects.toThrow('the browser has exited');
    await expect(devTools.send('A.two')).rejects.toThrow('the browser has exited');
  });
});
