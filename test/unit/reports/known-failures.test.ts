import { inflateRawSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { causeGroups } from '../../../reports/html/assets/cause-data.js';
import { readModel, tally } from '../../../reports/html/assets/model.js';
import type { ReportInput } from '../../../reports/reporter.ts';
import { excuseFailures } from '../../../src/config/excuse-failures.ts';
import { type Result, resultsSchema } from '../../../src/results/results.ts';
import { hostileText } from '../../fixtures/sample-results.ts';
import { urlInput } from '../../fixtures/sample-cause-results.ts';
import { printed } from './printed.ts';
import { sarifSchema } from './sarif-schema.ts';
import { type XmlElement, elements, readXml } from './xml.ts';

interface Given {
  readonly known: (result: Result) => boolean;
  /** Puts an entry for a check that passes into the baseline. */
  readonly stale?: boolean;
  readonly ignore?: string;
  readonly file?: string;
  readonly verbose?: boolean;
}

interface SarifRun {
  readonly invocations: readonly { readonly toolConfigurationNotifications?: readonly object[] }[];
  readonly results: readonly { readonly ruleId: string; readonly suppressions?: readonly object[] }[];
}

/** A run with two causes, of which some failures are known. */
function inputOf({ known, stale = false, ignore, file = 'known.json', verbose = false }: Given): ReportInput {
  const input = urlInput();
  const { results: all } = input.results;
  const passing = all.filter(({ status }) => status === 'pass').slice(0, stale ? 1 : 0);
  const entries = [...all.filter((result) => result.status === 'fail' && known(result)), ...passing].map(
    ({ target, policy, browser, scenario }) => ({ target, policy, browser, scenario }),
  );
  const { results } = excuseFailures(input.results, {
    baseline: { file, entries, update: false },
    ignore: ignore === undefined ? [] : [{ cause: ignore, reason: hostileText }],
    today: '2026-11-21',
    isFullRun: true,
    strict: false,
    scenarios: new Set(all.map(({ scenario }) => scenario)),
  });
  return { ...input, gate: { strict: false }, results, verbose };
}

const everything = inputOf({ known: () => true });
const severe = inputOf({ known: ({ level }) => level === 'security' });
const stale = inputOf({ known: () => true, stale: true });
const severeTitle = 'The server reflects every origin and allows credentials';
const failures = everything.results.results.filter(({ status }) => status === 'fail');

it('is results as the schema has them', () => {
  for (const { results } of [everything, severe, stale])
    expect(resultsSchema.safeParse(results)).toMatchObject({ success: true });
});

describe.each(['terminal', 'markdown', 'github', 'html', 'sarif', 'junit'])('%s', (id) => {
  it('escapes hostile names of files and reasons', () => {
    const hostile = inputOf({ known: () => true, ignore: 'vary-missing', stale: true, file: hostileText });
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(printed(id, hostile)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
  });
});

describe('terminal', () => {
  it('counts them, and does not lead with their causes', () => {
    const text = printed('terminal', everything);
    expect(text).toContain(`~ ${failures.length} known failures`);
    expect(text).not.toContain(severeTitle);
    expect(text).toContain(`PASS: no new failures`);
    expect(text).toContain(`${failures.length} failures are known (in known.json).`);
  });

  it('leads with the cause that is new', () => {
    const text = printed('terminal', severe);
    expect(text).toContain('Vary: Origin is missing from responses');
    expect(text).not.toContain(severeTitle);
  });

  it('lists them with --verbose', () => {
    const text = printed('terminal', inputOf({ known: () => true, verbose: true }));
    for (const { scenario } of failures) expect(text).toContain(scenario);
    expect(text).toContain('known: in known.json');
  });

  it('names what must be taken out of the baseline', () => {
    const [entry] = stale.results.baseline?.stale ?? [];
    const text = printed('terminal', stale);
    expect(text).toContain(`in known.json, but these checks pass now:\n  ${entry?.scenario ?? ''}\n`);
    expect(text.replace(/\s+/g, ' ')).toContain('FAIL: 1 check in known.json passes now');
  });
});

describe('junit', () => {
  const root = (input: ReportInput): XmlElement => readXml(printed('junit', input));

  it('has them as skipped tests', () => {
    expect(root(everything).attributes).toMatchObject({ failures: '0' });
    const messages = elements(root(everything), 'skipped').map(({ attributes }) => attributes['message']);
    expect(messages.filter((message) => message === 'known: in known.json')).toHaveLength(failures.length);
  });

  it('fails for a stale entry', () => {
    expect(root(stale).attributes).toMatchObject({ failures: '1' });
    expect(elements(root(stale), 'failure').map(({ attributes }) => attributes['type'])).toEqual(['stale']);
  });
});

describe('sarif', () => {
  const runOf = (input: ReportInput) => {
    const log = JSON.parse(printed('sarif', input)) as { readonly runs: readonly [SarifRun] };
    expect(new Ajv2020({ validateFormats: false }).compile(sarifSchema)(log)).toBe(true);
    return log.runs[0];
  };

  it('has them as results that are suppressed', () => {
    const { results } = runOf(severe);
    expect(results.map(({ ruleId, suppressions }) => [ruleId, suppressions])).toEqual([
      ['vary-missing', undefined],
      ['origin-reflected', [{ kind: 'external', status: 'accepted', justification: 'known: in known.json' }]],
    ]);
  });

  it('notifies of a stale entry', () => {
    expect(runOf(stale).invocations[0]?.toolConfigurationNotifications).toHaveLength(1);
    expect(runOf(severe).invocations[0]).not.toHaveProperty('toolConfigurationNotifications');
  });
});

describe('github', () => {
  it('annotates what is new and what is stale', () => {
    expect(printed('github', severe)).not.toContain(severeTitle);
    expect(printed('github', stale)).toContain('::error title=known.json%3A this check passes now::');
  });
});

describe('markdown', () => {
  it('lists them after what is new', () => {
    const text = printed('markdown', severe);
    const security = failures.filter(({ level }) => level === 'security').length;
    expect(text).not.toContain(severeTitle);
    expect(text).toContain(`<details><summary>${security} known failures</summary>`);
  });
});

describe('html', () => {
  const modelOf = (input: ReportInput) => {
    const [, data = ''] = /id="data">([^<]+)<\/script>/.exec(printed('html', input)) ?? [];
    return readModel(JSON.parse(inflateRawSync(Buffer.from(data, 'base64')).toString()));
  };

  it('shows each as known, with its reason', () => {
    const model = modelOf(everything);
    expect(tally(model, model.data.checks.status.keys())).toMatchObject({ fail: 0, known: failures.length });
    const first = model.kindOf.indexOf('known');
    expect(model.value('excused', first)).toBe('known: in known.json');
  });

  it('has the causes that are known after the others', () => {
    const groups = causeGroups(modelOf(severe).data);
    expect(groups.map(({ first, checks }) => [first.code, checks > 0])).toEqual([
      ['vary-missing', true],
      ['origin-reflected', false],
    ]);
  });
});
