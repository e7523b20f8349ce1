import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { publishedSchemas } from '../../../scripts/published-schemas.ts';
import { packageRoot } from '../../../src/package.ts';

describe.each(publishedSchemas())('$file', ({ file, text }) => {
  it('is what `npm run schemas` writes', () => {
    expect(readFileSync(join(packageRoot, file), 'utf8')).toBe(text);
  });

  it('is a schema that other validators take', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false });
    expect(() => ajv.compile(JSON.parse(text) as object)).not.toThrow();
  });
});
