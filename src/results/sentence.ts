import type { BaselineSummary } from './excuse.ts';
import type { Conclusion, Gap } from './gate.ts';
import { type KnownFailures, knownText } from './known-failures.ts';

/** The final sentence of every report. Contains titles of targets: untrusted text, which reports must escape. */
export function sentenceOf(conclusion: Conclusion): string {
  switch (conclusion.kind) {
    case 'conforms':
      return [conforms(conclusion), ...knownSentence(conclusion.known)].join(' ');
    case 'fails':
      return [
        ...failed(conclusion),
        ...knownSentence(conclusion.known),
        ...conclusion.gaps.map(gapSentence),
      ].join(' ');
    case 'unknown':
      return `INCONCLUSIVE: ${conclusion.gaps.map(gapSentence).join(' ')}`;
    case 'survey':
      return [
        compared(conclusion),
        ...knownSentence(conclusion.known),
        ...conclusion.gaps.map(gapSentence),
      ].join(' ');
  }
}

function conforms({ passed, failures, errors, known }: Extract<Conclusion, { kind: 'conforms' }>): string {
  const rest = [
    failures > 0 && `${plural(failures, 'check')} failed`,
    errors > 0 && `${plural(errors, 'check')} could not be run`,
  ].filter((text) => text !== false);
  const below = rest.length === 0 ? '' : ` At levels that do not affect the result, ${rest.join(' and ')}.`;
  const main = known.baseline + known.ignored > 0 ? 'no new failures' : 'conforms to the policy';
  return `PASS: ${main} (${plural(passed, 'check')} passed).${below}`;
}

function knownSentence(known: KnownFailures): readonly string[] {
  const text = knownText(known);
  return text === null ? [] : [`${text}.`];
}

function failed(conclusion: Extract<Conclusion, { kind: 'fails' }>): readonly string[] {
  const { failures, baseline } = conclusion;
  const stale = baseline === undefined ? [] : [staleSentence(baseline)];
  if (failures > 0) return [fails(conclusion), ...stale];
  return stale.map((sentence) => `FAIL: ${sentence}`);
}

function staleSentence({ file, stale }: BaselineSummary): string {
  const ids = [...new Set(stale.map(({ scenario }) => scenario))];
  const verb = stale.length === 1 ? 'passes' : 'pass';
  const entries = stale.length === 1 ? 'it' : 'them';
  return `${plural(stale.length, 'check')} in ${file} ${verb} now: ${listed(ids)}. Take ${entries} out with --update-baseline.`;
}

function fails({ titles, failures, security, problems }: Extract<Conclusion, { kind: 'fails' }>): string {
  const [worst, ...others] = problems;
  if (worst !== undefined) {
    const { length } = worst.targets;
    const where = length > 1 ? ` in ${length} targets` : '';
    return [
      `FAIL: ${listed(worst.targets)}: ${worst.title} (${plural(worst.checks, 'check')}${where}).`,
      ...(others.length === 0 ? [] : [`${plural(others.length, 'more problem')}.`]),
      ...(titles.length > length ? [`In all, ${titles.length} targets fail.`] : []),
    ].join(' ');
  }
  const verb = titles.length === 1 ? 'does' : 'do';
  const checks = `${plural(failures, 'check')} failed`;
  return security > 0
    ? `FAIL: ${listed(titles)} ${titles.length === 1 ? 'grants' : 'grant'} access that the policy excludes (${checks}, ${security} of them at level security).`
    : `FAIL: ${listed(titles)} ${verb} not conform to the policy (${checks}).`;
}

function compared({ compared: all, failing, insecure }: Extract<Conclusion, { kind: 'survey' }>): string {
  if (failing.length === 0) return `${plural(all, 'implementation')} compared: no failures.`;
  const verb = failing.length === 1 ? 'fails' : 'fail';
  const grants = insecure.length === 1 ? 'grants' : 'grant';
  const security =
    insecure.length === 0 ? '' : `: ${listed(insecure)} ${grants} access that the policies exclude`;
  return `${failing.length} of ${plural(all, 'implementation')} ${verb}${security}.`;
}

function gapSentence(gap: Gap): string {
  switch (gap.code) {
    case 'interrupted':
      return 'The run was interrupted, so checks are missing.';
    case 'errors':
      return `corspec could not run ${plural(gap.errors, 'check')}.`;
    case 'targets':
      return `Not tested, because it did not start, could not be reached, or gave an unexpected status: ${listed(gap.titles)}.`;
    case 'programs':
      return `Not tested, because this machine lacks programs that they need: ${listed(gap.titles)}.`;
    case 'no-verdict':
      return gap.errors > 0
        ? `corspec could not run the checks (${plural(gap.errors, 'error')}).`
        : 'No check applies.';
    case 'nothing-readable':
      return nothingReadable(gap);
  }
}

function nothingReadable({ titles, passed, vacuous }: Extract<Gap, { code: 'nothing-readable' }>): string {
  const main = `No response to an allowed origin was readable, so nothing shows that CORS works on ${listed(titles)}.`;
  if (vacuous === 0) return main;
  const which = vacuous === passed ? 'Every passed check' : `${vacuous} of ${plural(passed, 'passed check')}`;
  return `${main} ${which} would also pass on a server without CORS headers.`;
}

/** The longest list of names in a sentence. */
const mostListed = 3;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostListed).join(', ');
  return names.length > mostListed ? `${shown} and ${names.length - mostListed} more` : shown;
}

/** `1 error`, `2 errors` */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
