import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { need } from '../requirements.ts';

describe.skipIf((await need('chromium')).missing)('the recorded runs of the lessons', () => {
  it('are what a run in Chromium gives', async () => {
    const args = ['--import', 'tsx', 'scripts/site-lessons.ts', '--check'];
    const run = promisify(execFile)(process.execPath, args, { cwd: packageRoot });
    await expect(run).resolves.toBeDefined();
  });
});
