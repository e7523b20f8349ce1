import { hostCharacters } from '../scenarios/special-characters.ts';
import { type SpecialCharacter, specialCharacters } from '../scenarios/origin-symbols.ts';
import type { Ability, Scenario } from '../scenarios/scenario.ts';

/** What a browser can do, declared by its driver. Code that depends on the browser uses this, never its id. */
export interface BrowserCapabilities {
  /** The abilities that scenarios require and the browser lacks, each with the reason. */
  readonly lacks: Readonly<Partial<Record<Ability, string>>>;
  /** Host characters with which it cannot open pages, because it rejects the URL or escapes the character. */
  readonly refusedInHosts: readonly SpecialCharacter[];
  /**
   * Whether secure pages can fetch from loopback over http, as the standard requires; otherwise that is mixed content.
   * https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
   */
  readonly trustsLoopback: boolean;
  /** Whether waits take real time. False: the page's clock is advanced. */
  readonly waitsInRealTime: boolean;
  /** Whether it is an independent program. False: it is corspec's oracle, which is not compared with itself. */
  readonly isIndependent: boolean;
}

/** A browser for planning checks; it need not run. */
export interface BrowserKind {
  readonly id: string;
  readonly capabilities: BrowserCapabilities;
}

/** A browser that supports everything that scenarios require. */
export const allCapabilities: BrowserCapabilities = {
  lacks: {},
  refusedInHosts: [],
  trustsLoopback: true,
  waitsInRealTime: true,
  isIndependent: true,
};

/** Why a browser cannot run a scenario; null when it can. */
export function missingCapability(
  { when, from }: Scenario,
  { id, capabilities }: BrowserKind,
): string | null {
  const reasons = (when?.abilities ?? []).map((ability) => capabilities.lacks[ability]);
  const lacking = reasons.find((reason) => reason !== undefined);
  if (lacking !== undefined) return lacking;
  const name = specialCharacters.find((special) => from === `special-${special}`);
  if (name === undefined || !capabilities.refusedInHosts.includes(name)) return null;
  return `${id} cannot open pages at hosts with \`${hostCharacters[name]}\``;
}
