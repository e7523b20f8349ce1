import { printable } from '../src/text/printable.ts';
import { type Aim, type AimedPart } from './aims.ts';
import { measureColdStart } from './cold-start.ts';
import { measureComparison, startableIds, withOneMore } from './comparison.ts';
import { measureCorspec } from './corspec.ts';
import { type Engine, preferredChromium, withEngine } from './engines.ts';
import { measureFirstResult } from './first-result.ts';
import { measureFloor, measurePlainPlaywright } from './plain-playwright.ts';
import type { Subject } from './subject.ts';
import type { Measurement } from './table.ts';
import { withTarget } from './target.ts';

/** One figure of an engine, with a note. */
interface Figure {
  readonly value: number;
  readonly note?: string;
}

/** Times that several parts use, each measured once. */
export interface Measured {
  readonly subject: Subject;
  readonly engines: readonly Engine[];
  /** Milliseconds per check, by engine. */
  perCheck(engine: Engine): Promise<number>;
  /** Seconds of a comparison, by engine, and the number of implementations. */
  comparison(engine: Engine): Promise<{ readonly seconds: number; readonly ids: readonly string[] }>;
}

export function createMeasured(subject: Subject, engines: readonly Engine[]): Measured {
  return {
    subject,
    engines,
    perCheck: once((engine) => measureCorspec(subject, engine.browser)),
    comparison: once(async (engine) => {
      const ids = await startableIds();
      return { seconds: await measureComparison(ids, engine), ids };
    }),
  };
}

function once<T>(measure: (engine: Engine) => Promise<T>): (engine: Engine) => Promise<T> {
  const found = new Map<Engine, Promise<T>>();
  return (engine) => {
    const measured = found.get(engine) ?? measure(engine);
    found.set(engine, measured);
    return measured;
  };
}

/** Measures a part in each engine of its aim. What is not here or fails does not end the rest. */
export async function measureAim(aim: Aim, measured: Measured): Promise<readonly Measurement[]> {
  const found: Measurement[] = [];
  for (const engine of enginesOf(aim, measured)) {
    const { subject, title, missing } = engine;
    if (missing !== null) {
      found.push({ subject, title, missing });
      continue;
    }
    try {
      const figure = await withEngine(engine, () => figures[aim.part](engine, measured));
      found.push({ subject, title, ...figure });
    } catch (error) {
      found.push({ subject, title, failed: failureText(error) });
    }
  }
  return found;
}

/** One line, safe to print: it may have what a browser or a terminal wrote. */
export function failureText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return printable(text.replaceAll(/\s*\n\s*/g, ' '));
}

/** The engines that an aim is about. Comparisons take minutes, so they use one executable of Chromium. */
function enginesOf({ part, aims }: Aim, { engines }: Measured): readonly Engine[] {
  const all = engines.filter(({ subject }) => aims[subject] !== undefined);
  const preferred = preferredChromium(all);
  return part === 'compare' || part === 'one-more'
    ? all.filter((engine) => engine.browser !== 'chromium' || engine === preferred)
    : all;
}

const figures: Readonly<Record<AimedPart, (engine: Engine, measured: Measured) => Promise<Figure>>> = {
  async playwright(engine, { subject, perCheck }) {
    const own = await perCheck(engine);
    const plain = await measurePlainPlaywright(subject);
    return { value: plain / own, note: `${plain.toFixed(1)} ms by ${own.toFixed(2)} ms` };
  },
  async floor(engine, { subject, perCheck }) {
    const own = await perCheck(engine);
    const floor = await measureFloor(subject);
    return { value: own / floor, note: `${own.toFixed(2)} ms by ${floor.toFixed(2)} ms` };
  },
  cold: (engine, { subject }) => withTarget(subject, (words) => measureColdStart(words, engine)),
  first: (engine, { subject }) => withTarget(subject, (words) => measureFirstResult(words, engine)),
  async compare(engine, { comparison }) {
    const { seconds, ids } = await comparison(engine);
    return { value: seconds, note: `${ids.length} implementations: ${ids.join(', ')}` };
  },
  async 'one-more'(engine, { comparison }) {
    const { seconds, ids } = await comparison(engine);
    const more = await withOneMore((folder) => measureComparison([...ids, folder], engine));
    return { value: more - seconds, note: `${more.toFixed(1)} s with ${ids.length + 1}` };
  },
};
