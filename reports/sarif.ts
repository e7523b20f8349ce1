import { isGating } from '../src/results/index.ts';
import type { Result } from '../src/results/results.ts';
import type { Reporter } from './reporter.ts';
import { catalogue, type Catalogue } from './shared/catalogue.ts';
import { printableLines } from './shared/escape.ts';
import { verdict } from './shared/summary.ts';

/** Code-scanning services require a file for every finding: the file that declares a server. */
const declaredIn = 'corspec.config.ts';

/** SARIF 2.1.0: scenarios are rules, failures are results. Harness errors are notifications, not findings. */
export const sarif: Reporter = {
  id: 'sarif',
  title: 'SARIF 2.1.0, for code scanning',
  defaultFile: 'corspec.sarif',
  render(input) {
    const about = catalogue(input);
    const strict = input.gate?.strict ?? false;
    const { results, tool } = input.results;
    const failed = results.filter((result) => result.status === 'fail');
    const errors = results.filter((result) => result.status === 'error');
    const ids = [...new Set(failed.map((result) => result.scenario))];
    const run = {
      tool: { driver: { name: 'corspec', version: tool.version, rules: ids.map((id) => rule(id, about)) } },
      invocations: [
        {
          executionSuccessful: verdict(input).isComplete,
          toolExecutionNotifications: errors.map((result) => ({
            level: isGating(result.level, strict) ? 'error' : 'warning',
            message: { text: printableLines(`${placeOf(result)}: ${result.message ?? 'no message'}`) },
          })),
        },
      ],
      results: failed.map((result) => finding(result, ids.indexOf(result.scenario), strict)),
    };
    const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
    return `${JSON.stringify(log, null, 2)}\n`;
  },
};

function rule(id: string, about: Catalogue): object {
  const scenario = about.scenario(id);
  const full = [scenario?.impact, scenario?.why].filter((text) => text !== undefined).join(' ');
  return {
    id,
    shortDescription: { text: about.titleOf(id) },
    ...(full !== '' && { fullDescription: { text: full } }),
    ...(scenario && { properties: { tags: ['cors', scenario.level] } }),
  };
}

function finding(result: Result, ruleIndex: number, strict: boolean): object {
  const { scenario, level, message, wire, reproduce } = result;
  const text = [message, wire && `Wire: ${wire}`, `Reproduce: ${reproduce}`].filter(Boolean).join('\n');
  return {
    ruleId: scenario,
    ruleIndex,
    level: isGating(level, strict) ? 'error' : level === 'recommended' ? 'warning' : 'note',
    message: { text: printableLines(text) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: declaredIn }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: printableLines(placeOf(result)) }],
      },
    ],
    partialFingerprints: { check: printableLines(`${placeOf(result)}/${scenario}`) },
  };
}

function placeOf({ target, policy, browser }: Result): string {
  return `${target}/${policy}/${browser}`;
}
