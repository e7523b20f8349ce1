import pc from 'picocolors';
import type { Reporter } from '../reporter.ts';
import { compareLines } from './compare.ts';
import { runLines } from './run.ts';

/** For people at a terminal: failures with all that is needed to act on them, and a verdict at the end. */
export const terminal: Reporter = {
  id: 'terminal',
  title: 'For people at a terminal; the default',
  render(input, { color, columns }) {
    const style = { paint: pc.createColors(color), columns: Math.max(40, columns) };
    const lines = input.mode === 'compare' ? compareLines(input, style) : runLines(input, style);
    return `${lines.join('\n')}\n`;
  },
};
