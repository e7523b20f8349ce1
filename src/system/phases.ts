import { channel } from 'node:diagnostics_channel';

/** What a run does, in order; `judge` also happens between checks. What comes before `start` is the start of the process. */
export type Phase = 'start' | 'pages' | 'checks' | 'judge' | 'close' | 'reports';

/** A phase follows the previous one, or begins inside it and goes back to it. */
export type PhaseEvent =
  { readonly kind: 'next' | 'inside'; readonly phase: Phase } | { readonly kind: 'back' };

/** `bench/record-phases.js` subscribes to it. Without a subscriber, a message costs nothing. */
const phases = channel('corspec:phase');

export function beginPhase(phase: Phase): void {
  publish({ kind: 'next', phase });
}

/** Does work that belongs to another phase than what surrounds it. @param work synchronous, so that nothing else runs in it */
export function inPhase<T>(phase: Phase, work: () => T): T {
  publish({ kind: 'inside', phase });
  try {
    return work();
  } finally {
    publish({ kind: 'back' });
  }
}

function publish(event: PhaseEvent): void {
  if (phases.hasSubscribers) phases.publish(event);
}
