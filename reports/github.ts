import { isGating, plural } from '../src/results/index.ts';
import type { Result } from '../src/results/results.ts';
import type { Reporter } from './reporter.ts';
import { catalogue } from './shared/catalogue.ts';
import { causesByTarget, causeText, unexplained } from './shared/causes.ts';
import { workflowData, workflowProperty } from './shared/escape.ts';
import { resultGroups, ofStatus, otherScenarios } from './shared/group.ts';
import { count, noteTexts, staleTexts, summaryLine, verdict } from './shared/summary.ts';

/** Annotations of a GitHub Actions job, as workflow commands on standard output. */
export const github: Reporter = {
  id: 'github',
  title: 'Annotations for GitHub Actions',
  render(input) {
    const { results, durationMs } = input.results;
    const about = catalogue(input);
    const strict = input.gate?.strict ?? false;
    const causes = [...causesByTarget(input.results)].flatMap(([target, own]) =>
      own.map(({ cause, policies, checks }) =>
        command(
          kindOf(cause, strict),
          `${cause.title} (${cause.level}, ${plural(checks, 'check')}): ${about.targetOf(target)}, policy ${policies.join(' and ')}`,
          causeText(cause),
        ),
      ),
    );
    const shown = [...resultGroups(unexplained(results)), ...resultGroups(ofStatus(results, 'error'))];
    const lines = shown.map((finding) => {
      const { first, policies } = finding;
      const others = otherScenarios(finding);
      const title = `${first.scenario} (${first.level}): ${about.targetOf(first.target)}, policy ${policies.join(' and ')}`;
      const facts = [
        about.titleOf(first.scenario),
        first.message,
        others !== null && `Same error in: ${others}`,
        first.status === 'fail' && about.scenario(first.scenario)?.impact,
        first.wire && `Wire: ${first.wire}`,
        about.specOf(first),
        `Reproduce: ${first.reproduce}`,
      ];
      return command(kindOf(first, strict), title, facts.filter(Boolean).join('\n'));
    });
    const file = input.results.baseline?.file ?? '';
    const stale = staleTexts(input.results).map((text) =>
      command('error', `${file}: this check passes now`, `${text}. Take it out with --update-baseline.`),
    );
    const notes = noteTexts(input.results).map((text) => command('notice', 'corspec', text));
    const end = `${summaryLine(count(results), durationMs)}. ${verdict(input).sentence}`;
    return `${[...causes, ...lines, ...stale, ...notes, command('notice', 'corspec', end)].join('\n')}\n`;
  },
};

function kindOf({ level }: Pick<Result, 'level'>, strict: boolean): 'error' | 'warning' {
  return isGating(level, strict) ? 'error' : 'warning';
}

function command(kind: string, title: string, message: string): string {
  return `::${kind} title=${workflowProperty(title)}::${workflowData(message)}`;
}
