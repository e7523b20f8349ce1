import type { Thing } from '../test/requirements.ts';

/** Which tests a command runs, by vitest project, and what of the machine they use. */
export interface TestTier {
  readonly projects: readonly string[];
  readonly uses: readonly Thing[];
}

/** `npm test`: what a change needs, in minutes. Installs nothing. */
export const changeTier: TestTier = {
  projects: ['unit', 'examples', 'catalogue'],
  uses: ['browser', 'proc', 'signals'],
};

/** `npm run test:all`: everything else. Installs what the tests use and this machine can have. */
export const restTier: TestTier = {
  projects: ['servers', 'browser', 'fullstack', 'self', 'package', 'site'],
  uses: [
    'chromium',
    'firefox',
    'webkit',
    'fastapi',
    'fullstack',
    'findings',
    'known-bad',
    'nginx',
    'apache2',
    'caddy',
    'haproxy',
    'chromedriver',
    'strace',
    'proc',
    'sh',
  ],
};

/** A file that is named is run, whichever tier it belongs to. */
export function projectsFor(tier: TestTier, args: readonly string[]): readonly string[] {
  const namesFiles = args.some((arg) => !arg.startsWith('-'));
  return namesFiles ? [...changeTier.projects, ...restTier.projects] : tier.projects;
}
