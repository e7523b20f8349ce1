import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { publishedSchemas } from '../../../scripts/published-schemas.ts';
import { packageRoot } from '../../../src/package.ts';
import { builtInServers, findImplementations } from '../../../src/targets/index.ts';

const { implementations } = await findImplementations([builtInServers]);

describe.each(publishedSchemas())('$file', ({ file, text }) => {
  it('is what `npm run schemas` writes', () => {
    expect(committed(file)).toBe(text);
  });

  it('is a schema that other validators take', () => {
    expect(() => validator(file)).not.toThrow();
  });
});

describe('schemas/policy.schema.json', () => {
  it.each(Object.entries(policies))('takes the policy %s', (_, policy) => {
    expect(validator('schemas/policy.schema.json')(policy)).toBe(true);
  });

  it.each([
    { origin: '*' },
    { origins: ['https://app.example.com/'] },
    { methods: 'GET' },
    { maxAge: '600' },
  ])('refuses %j', (policy) => {
    expect(validator('schemas/policy.schema.json')(policy)).toBe(false);
  });
});

describe('schemas/server.schema.json', () => {
  it.each(implementations.map(({ id, folder }) => ({ id, folder })))('takes that of $id', ({ folder }) => {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'));
    expect(validator('schemas/server.schema.json')(manifest)).toBe(true);
  });
});

function committed(file: string): string {
  return readFileSync(join(packageRoot, file), 'utf8');
}

function validator(file: string) {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false });
  return ajv.compile(JSON.parse(committed(file)) as object);
}
