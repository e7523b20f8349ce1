import pc from 'picocolors';
import type { Reporter } from '../reporter.ts';
import { compareLines } from './compare.ts';
import { runLines } from './run.ts';

/** Text for a terminal: failures with their causes and commands, and a verdict at the end. */
export const terminal: Reporter = {
  id: 'terminal',
  title: 'Text for a terminal (default)',
  render(input, { color, columns }) {
    const style = { paint: pc.createColors(color), columns: Math.max(40, columns) };
    const lines = input.mode === 'compare' ? compareLines(input, style) : runLines(input, style);
    return `${lines.join('\n')}\n`;
  },
};
