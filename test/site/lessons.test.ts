import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { need } from '../requirements.ts';

describe.skipIf((await need('chromium')).missing)('the recorded runs of the lessons', () => {
  it('are what a run in Chromium gives', () => {
    const args = ['--import', 'tsx', 'scripts/site-lessons.ts', '--check'];
    expect(() => execFileSync(process.execPath, args, { cwd: packageRoot, stdio: 'pipe' })).not.toThrow();
  });
});
