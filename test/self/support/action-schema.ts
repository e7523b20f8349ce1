import * as z from 'zod';

/**
 * The parts of GitHub's metadata syntax that a composite action uses.
 * https://docs.github.com/en/actions/sharing-automations/creating-actions/metadata-syntax-for-github-actions
 */
const text = z.string().min(1);
const name = z.string().regex(/^[A-Za-z_][\w-]*$/);

const runStep = z.strictObject({
  id: name.optional(),
  name: text.optional(),
  if: text.optional(),
  run: text,
  /** Composite actions have no default. */
  shell: z.enum(['bash', 'pwsh', 'python', 'sh', 'cmd', 'powershell']),
  env: z.record(z.string(), z.string()).optional(),
  'working-directory': text.optional(),
});

const usesStep = z.strictObject({
  id: name.optional(),
  name: text.optional(),
  if: text.optional(),
  /** With its version. */
  uses: z.string().regex(/^[\w.-]+\/[\w./-]+@[\w.-]+$/),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  env: z.record(z.string(), z.string()).optional(),
});

export const actionSchema = z.strictObject({
  name: text,
  description: text,
  author: text.optional(),
  branding: z
    .strictObject({
      icon: text,
      color: z.enum(['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark']),
    })
    .optional(),
  inputs: z.record(
    name,
    z.strictObject({
      description: text,
      required: z.boolean().optional(),
      default: z.string().optional(),
      deprecationMessage: text.optional(),
    }),
  ),
  outputs: z.record(name, z.strictObject({ description: text, value: text })),
  runs: z.strictObject({
    using: z.literal('composite'),
    steps: z.array(z.union([runStep, usesStep])).min(1),
  }),
});

export type Action = z.infer<typeof actionSchema>;
