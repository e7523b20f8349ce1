import type { CheckKey } from '../results/excuse.ts';

/** So many different names of each kind have a number: together 52 bits, which a number holds exactly. */
const sizes = { target: 2 ** 17, policy: 2 ** 14, scenario: 2 ** 14, browser: 2 ** 7 };
type Kind = keyof typeof sizes;
const kinds: readonly Kind[] = ['target', 'policy', 'scenario', 'browser'];

/** Checks as numbers, so that millions of them are compared in little memory. */
export interface CheckNumbers {
  /** Equal for equal checks only. @throws RangeError with too many different names */
  numberOf(check: CheckKey): number;
  checkOf(number: number): CheckKey;
}

export function createCheckNumbers(): CheckNumbers {
  const names: Record<Kind, string[]> = { target: [], policy: [], scenario: [], browser: [] };
  const numbers: Record<Kind, Map<string, number>> = {
    target: new Map(),
    policy: new Map(),
    scenario: new Map(),
    browser: new Map(),
  };
  const numberOfName = (kind: Kind, name: string): number => {
    const known = numbers[kind].get(name);
    if (known !== undefined) return known;
    const next = names[kind].length;
    if (next === sizes[kind])
      throw new RangeError(`more than ${sizes[kind]} different names of kind ${kind}`);
    names[kind].push(name);
    numbers[kind].set(name, next);
    return next;
  };
  return {
    numberOf: (check) =>
      kinds.reduce((number, kind) => number * sizes[kind] + numberOfName(kind, check[kind]), 0),
    checkOf(number) {
      let rest = number;
      const check = { target: '', policy: '', scenario: '', browser: '' };
      for (const kind of kinds.toReversed()) {
        check[kind] = names[kind][rest % sizes[kind]] ?? '';
        rest = Math.floor(rest / sizes[kind]);
      }
      return check;
    },
  };
}
