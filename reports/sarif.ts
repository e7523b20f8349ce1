import { packageHomepage } from '../src/package.ts';
import { isGating, plural } from '../src/results/index.ts';
import { excuseText, isExcused, knownCauses, openCauses } from '../src/results/known-failures.ts';
import type { CauseSummary, Result } from '../src/results/results.ts';
import type { Policy } from '../src/policy/policy.ts';
import type { Level } from '../src/scenarios/scenario.ts';
import type { Declaration, Reporter, ReportInput } from './reporter.ts';
import { catalogue, type Catalogue } from './shared/catalogue.ts';
import { causePage, causeText, unexplained } from './shared/causes.ts';
import { escapeMarkdown, markdownBlock, printableLines } from './shared/escape.ts';
import { printable } from '../src/text/printable.ts';
import { staleTexts, verdict } from './shared/summary.ts';

/** Code-scanning services require a file for every finding: the file that declares a server. */
const declaredIn = 'corspec.config.ts';

/**
 * SARIF 2.1.0: causes are rules, and each cause of a target is a result; so is a failure without a cause, of its scenario.
 * Harness errors are notifications, not findings. What is known is a result that is suppressed.
 */
export const sarif: Reporter = {
  id: 'sarif',
  title: 'SARIF 2.1.0, for code scanning',
  defaultFile: 'corspec.sarif',
  render(input) {
    const about = catalogue(input);
    const strict = input.gate?.strict ?? false;
    const { results, causes = [], tool } = input.results;
    const known = knownCauses(input.results);
    const failed = unexplained(results);
    const knownAlone = results.filter((result) => isExcused(result) && result.cause === undefined);
    const errors = results.filter((result) => result.status === 'error');
    const codes = [...new Set(causes.map(({ code }) => code))];
    const ids = [...new Set([...failed, ...knownAlone].map((result) => result.scenario))];
    const rules = [...codes.map((code) => causeRule(code, causes)), ...ids.map((id) => rule(id, about))];
    const run = {
      tool: { driver: { name: 'corspec', version: tool.version, informationUri: packageHomepage, rules } },
      invocations: [
        {
          executionSuccessful: verdict(input).isComplete,
          ...staleNotifications(input),
          toolExecutionNotifications: errors.map((result) => ({
            level: isGating(result.level, strict) ? 'error' : 'warning',
            message: { text: printableLines(`${placeOf(result)}: ${result.message ?? 'no message'}`) },
          })),
        },
      ],
      results: [
        ...openCauses(input.results).map((cause) =>
          causeFinding(cause, codes.indexOf(cause.code), strict, input),
        ),
        ...failed.map((result) => finding(result, codes.length + ids.indexOf(result.scenario), strict)),
        ...known.map(({ cause, excuses }) => ({
          ...causeFinding(cause, codes.indexOf(cause.code), strict, input),
          ...suppressed(excuses.map((excuse) => excuseText(excuse, input.results.baseline?.file))),
        })),
        ...knownAlone.map((result) => ({
          ...finding(result, codes.length + ids.indexOf(result.scenario), strict),
          ...suppressed([about.excuseOf(result) ?? '']),
        })),
      ],
    };
    const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
    return `${JSON.stringify(log, null, 2)}\n`;
  },
};

/** Code-scanning services show suppressed results as closed. */
function suppressed(texts: readonly string[]): object {
  const justification = printableLines([...new Set(texts)].join('; '));
  return { suppressions: [{ kind: 'external', status: 'accepted', justification }] };
}

/** An entry of the baseline that must be taken out is no result of the server. */
function staleNotifications({ results }: ReportInput): object {
  const texts = staleTexts(results);
  if (texts.length === 0) return {};
  const file = results.baseline?.file ?? '';
  return {
    toolConfigurationNotifications: texts.map((text) => ({
      level: 'error',
      message: { text: printableLines(`${file}: this check passes now: ${text}`) },
    })),
  };
}

/** What code-scanning services make of `security-severity`: above 9.0 critical, above 7.0 high, above 4.0 medium. */
const severities = { withCredentials: '9.1', security: '7.5' } as const;

function causeRule(code: string, causes: readonly CauseSummary[]): object {
  const own = causes.filter((cause) => cause.code === code);
  const [cause] = own;
  if (cause === undefined) throw new Error(`There is no cause ${code}.`);
  const isSecurity = own.some(({ level }) => level === 'security');
  const severity = own.some(({ data }) => data['credentials'] === true)
    ? severities.withCredentials
    : severities.security;
  const tags = [...new Set(['cors', ...own.map(({ level }) => level)])];
  return {
    id: printable(code),
    shortDescription: { text: printableLines(cause.title) },
    fullDescription: { text: printableLines(cause.impact) },
    helpUri: causePage(code),
    help: {
      text: printableLines(`${cause.impact}\n${cause.fix.says}`),
      markdown: [
        escapeMarkdown(cause.impact),
        escapeMarkdown(cause.fix.says),
        ...(cause.fix.snippet === undefined ? [] : [markdownBlock(cause.fix.snippet.trimEnd())]),
        `[${escapeMarkdown(code)}](${causePage(code)})`,
      ].join('\n\n'),
    },
    properties: { tags, ...(isSecurity ? { 'security-severity': severity } : {}) },
  };
}

function causeFinding(cause: CauseSummary, ruleIndex: number, strict: boolean, input: ReportInput): object {
  const { code, id, level, target, policy, title, checks } = cause;
  const place = `${target}/${policy}`;
  return {
    ruleId: printable(code),
    ruleIndex,
    level: sarifLevel(level, strict),
    message: {
      text: printableLines(`${title} (${plural(checks.length, 'check')}).\n${causeText(cause)}`),
    },
    locations: [location(place, policyKeyOf(code), input.declarations?.[policy])],
    partialFingerprints: { cause: printableLines(`${place}/${id}`) },
  };
}

/** The key of the policy that a cause is about. */
function policyKeyOf(code: string): keyof Policy {
  const key = policyKeysByWord.find(([word]) => code.includes(word));
  return key?.[1] ?? 'origins';
}

const policyKeysByWord: readonly (readonly [string, keyof Policy])[] = [
  ['method', 'methods'],
  ['max-age', 'maxAge'],
  ['header-not-exposed', 'exposedHeaders'],
  ['header-exposed', 'exposedHeaders'],
  ['header-not-listed', 'requestHeaders'],
  ['header-allowed', 'requestHeaders'],
  ['authorization-not-listed', 'requestHeaders'],
  ['credentials-', 'credentials'],
  ['-with-credentials', 'credentials'],
];

/** Where the policy is written. */
function location(place: string, key?: keyof Policy, declaration?: Declaration): object {
  const startLine = (key === undefined ? undefined : declaration?.lines[key]) ?? 1;
  return {
    physicalLocation: {
      artifactLocation: { uri: declaration?.file ?? declaredIn },
      region: { startLine },
    },
    logicalLocations: [{ fullyQualifiedName: printableLines(place) }],
  };
}

function sarifLevel(level: Level, strict: boolean): 'error' | 'warning' | 'note' {
  if (isGating(level, strict)) return 'error';
  return level === 'recommended' ? 'warning' : 'note';
}

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
    level: sarifLevel(level, strict),
    message: { text: printableLines(text) },
    locations: [location(placeOf(result))],
    partialFingerprints: { check: printableLines(`${placeOf(result)}/${scenario}`) },
  };
}

function placeOf({ target, policy, browser }: Result): string {
  return `${target}/${policy}/${browser}`;
}
