import { isGating } from '../src/results/index.ts';
import type { Result } from '../src/results/results.ts';
import type { Reporter } from './reporter.ts';
import { catalogue } from './shared/catalogue.ts';
import { workflowData, workflowProperty } from './shared/escape.ts';
import { resultGroups, ofStatus, otherScenarios } from './shared/group.ts';
import { count, noteTexts, summaryLine, verdict } from './shared/summary.ts';

/** Annotations of a GitHub Actions job, as workflow commands on standard output. */
export const github: Reporter = {
  id: 'github',
  title: 'Annotations for GitHub Actions',
  render(input) {
    const { results, durationMs } = input.results;
    const about = catalogue(input);
    const shown = [...resultGroups(ofStatus(results, 'fail')), ...resultGroups(ofStatus(results, 'error'))];
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
      return command(kindOf(first, input.gate?.strict ?? false), title, facts.filter(Boolean).join('\n'));
    });
    const notes = noteTexts(input.results).map((text) => command('notice', 'corspec', text));
    const end = `${summaryLine(count(results), durationMs)}. ${verdict(input).sentence}`;
    return `${[...lines, ...notes, command('notice', 'corspec', end)].join('\n')}\n`;
  },
};

function kindOf({ level }: Result, strict: boolean): 'error' | 'warning' {
  return isGating(level, strict) ? 'error' : 'warning';
}

function command(kind: string, title: string, message: string): string {
  return `::${kind} title=${workflowProperty(title)}::${workflowData(message)}`;
}
