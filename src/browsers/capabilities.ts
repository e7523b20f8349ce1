import { hostCharacters } from '../scenarios/special-characters.ts';
import {
  type Ability,
  type Scenario,
  type SpecialCharacter,
  specialCharacters,
} from '../scenarios/scenario.ts';

/** What a browser can do, as its driver declares it. Everything that depends on the browser asks this, never its id. */
export interface BrowserCapabilities {
  /** The abilities that scenarios ask for and that it lacks, each with the reason in words. */
  readonly lacks: Readonly<Partial<Record<Ability, string>>>;
  /** The characters of hosts at which it opens no page: it takes such a URL for invalid, or escapes the character. */
  readonly refusedInHosts: readonly SpecialCharacter[];
  /**
   * Whether it lets secure pages fetch from loopback over http, as the standard has it; otherwise that is mixed content.
   * https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
   */
  readonly trustsLoopback: boolean;
  /** Whether a page that waits takes that time. False: its clock is put forward. */
  readonly waitsInRealTime: boolean;
  /** Whether it is a program of its own. False: it is corspec's oracle, which is not compared with itself. */
  readonly isIndependent: boolean;
}

/** A browser as checks are planned for it, running or not. */
export interface BrowserKind {
  readonly id: string;
  readonly capabilities: BrowserCapabilities;
}

/** A browser that does all that the standard has and that scenarios ask for. */
export const allCapabilities: BrowserCapabilities = {
  lacks: {},
  refusedInHosts: [],
  trustsLoopback: true,
  waitsInRealTime: true,
  isIndependent: true,
};

/** Why a browser cannot play a scenario; null when it can. */
export function missingCapability(
  { when, from }: Scenario,
  { id, capabilities }: BrowserKind,
): string | null {
  const reasons = (when?.abilities ?? []).map((ability) => capabilities.lacks[ability]);
  const lacking = reasons.find((reason) => reason !== undefined);
  if (lacking !== undefined) return lacking;
  const name = specialCharacters.find((special) => from === `special-${special}`);
  if (name === undefined || !capabilities.refusedInHosts.includes(name)) return null;
  return `${id} opens no page at a host with \`${hostCharacters[name]}\``;
}
