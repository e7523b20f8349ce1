import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { causePage } from '../../../reports/shared/causes.ts';
import { causeDocuments, causesFolder } from '../../../scripts/causes/documents.ts';
import { consoleTexts, play, refusalOf } from '../../../scripts/causes/example.ts';
import { causeFacts, causeGroups, samplePolicy } from '../../../scripts/causes/facts.ts';
import { causeOfBlock } from '../../../src/causes/blocked.ts';
import { causeOfGrant } from '../../../src/causes/granted.ts';
import { packageRoot } from '../../../src/package.ts';
import { sampleCauses } from '../../fixtures/sample-causes.ts';

const documents = causeDocuments();
const codes = Object.keys(sampleCauses);
const facts = Object.values(causeFacts);

describe('docs/causes; `npm run docs:causes` writes it', () => {
  it('is up to date', () => {
    const old = [...documents].filter(([path, text]) => textOf(path) !== text).map(([path]) => path);
    expect(old).toEqual([]);
  });

  it('contains no stale page', () => {
    const there = readdirSync(join(packageRoot, causesFolder)).map((name) => `${causesFolder}/${name}`);
    expect(there.filter((path) => !documents.has(path))).toEqual([]);
  });

  it('has the page that reports link to, for every code', () => {
    const missing = codes.filter((code) => !documents.has(causePage(code).replace(/^.*\/blob\/main\//, '')));
    expect(missing).toEqual([]);
  });

  it('lists every code in one group', () => {
    const listed = causeGroups.flatMap(({ causes }) => Object.values(causes).map(({ cause }) => cause.code));
    expect(listed.toSorted()).toEqual(codes.toSorted());
  });

  it('links only to existing files', () => {
    const broken = [...documents].flatMap(([path, text]) =>
      linksOf(text).filter((to) => !existsSync(join(packageRoot, dirname(path), to))).map((to) => `${path}: ${to}`),
    ); // prettier-ignore
    expect(broken).toEqual([]);
  });

  it('has no text that would be taken for HTML', () => {
    const tags = [...documents].flatMap(([path, text]) =>
      [...proseOf(text).matchAll(/(?<!\\)<\/?[a-z][^>]*>/gi)].map(([tag]) => `${path}: ${tag}`),
    );
    expect(tags).toEqual([]);
  });

  it('shows the message of each browser near the top', () => {
    const text = documents.get('docs/causes/wildcard-with-credentials.md') ?? '';
    const [head = ''] = text.split('## Why it happens');
    expect(head).toContain(
      "has been blocked by CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
    );
    expect(head).toContain(
      "(Reason: Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is '*').",
    );
  });
});

/** Found by comparing several responses, or by asking with other spellings: one response alone shows another cause. */
const foundOtherwise = [
  'cors-missing', 'origin-missing', 'trailing-slash', 'origin-in-other-scheme', 'origin-with-www', 'origin-in-other-case',
  'origin-with-other-port', 'vary-missing', 'vary-request-missing', 'write-before-check', 'answers-differ', 'answer-of-other-request', 'redirect-to-other-origin',
]; // prettier-ignore

describe('the example of a cause', () => {
  it('has the text that Chromium 156 printed for it', () => {
    const file = join(packageRoot, 'test/fixtures/chromium-console.json');
    const printed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const texts = facts.flatMap(({ cause, examples }) =>
      examples.flatMap((example, index) => {
        const text = consoleTexts(play(example));
        return text === null ? [] : [[`${cause.code}.${index}`, text.chrome]];
      }),
    );
    expect(Object.fromEntries(texts)).toEqual(printed);
  });

  it('is blocked for that cause', () => {
    const others = facts.flatMap(({ cause, examples }) =>
      examples.flatMap((example) => {
        const refusal = refusalOf(play(example));
        if (refusal === null || foundOtherwise.includes(cause.code)) return [];
        const { code } = causeOfBlock(refusal.entry, { ...refusal, requested: [] });
        return code === cause.code ? [] : [`${cause.code}: ${code}`];
      }),
    );
    expect(others).toEqual([]);
  });

  it('is granted access for that cause', () => {
    const comparisons = facts.filter(({ cause }) => cause.code.startsWith('origin-matched-by') || cause.code === 'origin-reflected' || cause.code === 'null-allowed' || cause.code.endsWith('-ignored') || cause.code === 'subdomains-allowed'); // prettier-ignore
    const found = comparisons.map(({ cause, examples: [example] }) => {
      const origin = example?.origin ?? '';
      const isForeign = cause.code === 'origin-reflected';
      return causeOfGrant({ origin, allowOrigin: origin, credentials: true, isForeign }, samplePolicy).code;
    });
    // Whether a server accepts whatever contains an allowed origin shows only in several responses.
    expect(found).toEqual(
      comparisons.map(({ cause }) =>
        cause.code === 'origin-matched-by-content' ? 'origin-matched-by-prefix' : cause.code,
      ),
    );
  });

  it('is readable where an origin gets access that the policy excludes', () => {
    const blocked = facts
      .filter(({ cause }) => cause.code.startsWith('origin-matched') || cause.code.endsWith('-allowed'))
      .filter(({ examples }) => examples.some((example) => consoleTexts(play(example)) !== null));
    expect(blocked.map(({ cause }) => cause.code)).toEqual([]);
  });
});

function textOf(path: string): string | null {
  const file = join(packageRoot, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function proseOf(text: string): string {
  return text.replace(/```[^]*?```/g, '').replace(/`[^`\n]*`/g, '');
}

/** Relative ones, without fragments. */
function linksOf(text: string): readonly string[] {
  return [...proseOf(text).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
    .map(([, to = '']) => to)
    .filter((to) => !to.includes('://'));
}
