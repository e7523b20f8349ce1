import { expect, it } from 'vitest';
import { findProgram, placesOnPath } from '../../../src/system/machine.ts';
import { fakeMachine } from '../browsers/fake-machine.ts';

it.each([
  ['linux', { PATH: '/usr/bin::/opt' }, ['/usr/bin/go', '/opt/go']],
  ['darwin', { PATH: '/opt/homebrew/bin' }, ['/opt/homebrew/bin/go']],
  ['win32', { Path: 'C:\\go', PATHEXT: '.COM;.EXE' }, ['C:\\go\\go.com', 'C:\\go\\go.exe']],
  ['win32', { Path: 'C:\\go' }, ['C:\\go\\go.exe', 'C:\\go\\go.cmd', 'C:\\go\\go.bat']],
] as const)(
  'looks in every folder of PATH, with the endings of the platform: %s',
  (platform, env, places) => {
    expect(placesOnPath(fakeMachine([], env, platform), 'go')).toEqual(places);
  },
);

it('takes the first that may be run', () => {
  const machine = fakeMachine(['C:\\b\\npm.cmd'], { Path: 'C:\\a;C:\\b' }, 'win32');
  expect(findProgram('npm', machine)).toBe('C:\\b\\npm.cmd');
  expect(findProgram('go', machine)).toBeNull();
});
