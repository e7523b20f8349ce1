import type { Example } from './example.ts';

/** A text about an example, after what is special about the example. */
export function withWhen({ when }: Example, text: string): string {
  return when === undefined ? text : `**${when}.** ${text}`;
}
