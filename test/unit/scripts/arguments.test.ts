import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/package.ts';

const run = promisify(execFile);

/** The status and what stderr says. */
async function ending(script: string, ...args: readonly string[]) {
  const ended = run(process.execPath, ['--import', 'tsx', script, ...args], { cwd: packageRoot });
  const { code, stderr } = await ended.then(
    ({ stderr }) => ({ code: 0, stderr }),
    (error: { code: number; stderr: string }) => error,
  );
  return { code, stderr };
}

describe('an argument that a project script does not know', { timeout: 60_000 }, () => {
  it.each(['src/cli/start.ts', 'scripts/faults.ts', 'scripts/schemas.ts'])(
    'is refused by %s',
    async (script) => {
      const { code, stderr } = await ending(script, '--nonsense');
      expect(code).toBe(2);
      expect(stderr).toContain('--nonsense');
      expect(stderr).not.toContain('    at ');
    },
  );

  it('is a question where it is --help, and does not start the comparison', async () => {
    expect(await ending('src/cli/start.ts', '--help')).toEqual({ code: 0, stderr: '' });
  });
});
