import * as z from 'zod';
import { baselineSchema } from '../src/config/baseline-file.ts';
import { configSchema } from '../src/config/schema.ts';
import { policySchema } from '../src/policy/policy-file.ts';
import { manifestSchema } from '../src/targets/index.ts';
import { resultsSchema, resultsSchemaName } from '../src/results/results.ts';

export interface PublishedSchema {
  /** Path within the package. */
  readonly file: string;
  readonly text: string;
}

/** The JSON Schemas (draft 2020-12) in `schemas/`, for authors of such files. */
export function publishedSchemas(): readonly PublishedSchema[] {
  return [
    published('results', resultsSchemaName, resultsSchema),
    published('server', 'server.json of an implementation', manifestSchema),
    published('baseline', 'Known failures for corspec (corspec/baseline@1)', baselineSchema),
    published('config', 'The configuration of corspec', configSchema),
    published('policy', 'A CORS policy for corspec', policySchema),
  ];
}

function published(name: string, title: string, schema: z.ZodType): PublishedSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return {
    file: `schemas/${name}.schema.json`,
    text: `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`,
  };
}
