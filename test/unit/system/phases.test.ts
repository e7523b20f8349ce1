import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginPhase, inPhase } from '../../../src/system/phases.ts';

const messages: unknown[] = [];
const listen = (message: unknown) => void messages.push(message);

beforeEach(() => subscribe('corspec:phase', listen));
afterEach(() => {
  unsubscribe('corspec:phase', listen);
  messages.length = 0;
});

describe('phases of a run', () => {
  it('are published when they begin', () => {
    beginPhase('start');
    beginPhase('checks');
    expect(messages).toEqual([
      { kind: 'next', phase: 'start' },
      { kind: 'next', phase: 'checks' },
    ]);
  });

  it('end inside another one even when their work fails', () => {
    const fail = () => {
      throw new Error('work');
    };
    expect(() => inPhase('judge', fail)).toThrow('work');
    expect(messages).toEqual([{ kind: 'inside', phase: 'judge' }, { kind: 'back' }]);
  });
});
