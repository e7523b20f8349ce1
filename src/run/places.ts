import type { FailedCheck } from '../judge/causes/group.ts';
import { type Sighting, together } from '../judge/causes/sighting.ts';
import type { Finding } from '../judge/causes/finding.ts';
import type { Judged } from '../judge/index.ts';
import type { Result } from '../results/results.ts';
import { createShared } from '../results/shared-parts.ts';

/** What the checks of one target under one policy show together. */
export interface Place {
  readonly target: string;
  readonly policy: string;
  readonly hasPass: boolean;
  /** Whether any check shows that an allowed origin can read a response. */
  readonly isReadable: boolean;
  /** The passes without an Access-Control-* header in any response. */
  readonly silentPasses: readonly Result[];
  readonly failed: readonly FailedCheck[];
  readonly seen: Sighting;
}

/** Gathers what the checks of each place show; of a check itself, only what its result holds is kept. */
export interface Places {
  add(judged: Judged): void;
  /** In the order of the ranks. */
  all(): readonly Place[];
}

interface Gathered {
  readonly target: string;
  readonly policy: string;
  hasPass: boolean;
  isReadable: boolean;
  readonly silentPasses: Result[];
  readonly failed: FailedCheck[];
  /** By different sighting, the lowest rank of a check that shows it. */
  readonly seen: Map<Sighting, number>;
}

/** @param rankOf orders checks: they end in any order, and what is made of them must not depend on it */
export function createPlaces(rankOf: (result: Result) => number): Places {
  const places = new Map<string, Gathered>();
  // Many checks of many targets show the same.
  const [sightings, findings] = [createShared<Sighting>(), createShared<Omit<Finding, 'decisive'>>()];

  const gatheredOf = ({ target, policy }: Result): Gathered => {
    const key = JSON.stringify([target, policy]);
    const known = places.get(key);
    if (known !== undefined) return known;
    const fresh = { target, policy, hasPass: false, isReadable: false, silentPasses: [], failed: [], seen: new Map<Sighting, number>() }; // prettier-ignore
    places.set(key, fresh);
    return fresh;
  };

  return {
    add({ result, finding, seen, access }) {
      const gathered = gatheredOf(result);
      const rank = rankOf(result);
      const shared = sightings(seen);
      gathered.seen.set(shared, Math.min(rank, gathered.seen.get(shared) ?? rank));
      gathered.isReadable ||= access.isReadable;
      if (result.status === 'pass') gathered.hasPass = true;
      if (result.status === 'pass' && access.hasCorsHeader === false) gathered.silentPasses.push(result);
      if (finding === null) return;
      const { decisive, ...rest } = finding;
      gathered.failed.push({ result, finding: withDecisive(findings(rest), result, decisive?.sequence) });
    },
    all: () =>
      [...places.values()]
        .map((gathered) => placeOf(gathered, rankOf))
        .sort((a, b) => a.rank - b.rank)
        .map(({ place }) => place),
  };
}

function placeOf({ seen, failed, silentPasses, ...rest }: Gathered, rankOf: (result: Result) => number) {
  const sighted = [...seen].sort(([, a], [, b]) => a - b);
  const place: Place = {
    ...rest,
    // Copies, because more checks may be added.
    silentPasses: [...silentPasses],
    failed: failed.toSorted((a, b) => rankOf(a.result) - rankOf(b.result)),
    seen: together(sighted.map(([sighting]) => sighting)),
  };
  return { place, rank: sighted[0]?.[1] ?? 0 };
}

/** The decisive exchange is one of the result's, and is read there. */
function withDecisive(
  shared: Omit<Finding, 'decisive'>,
  result: Result,
  sequence: number | undefined,
): Finding {
  return {
    ...shared,
    get decisive() {
      if (sequence === undefined) return null;
      return (result.exchanges?.find((exchange) => exchange.sequence === sequence) ??
        null) as Finding['decisive'];
    },
  };
}
