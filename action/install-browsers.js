// Installs browsers with the Playwright of corspec, and the packages of the system that they need.
import { fail, input, runNode } from './workflow.js';

const browsers = input('INSTALL').split(' ').filter(Boolean);
const status = runNode([input('PLAYWRIGHT'), 'install', '--with-deps', ...browsers]);
if (status !== 0)
  fail(
    `${browsers.join(', ')} could not be installed: playwright install ended with status ${status}. ` +
      'Use a runner that has the browser, or `browser: model`, which needs none.',
  );
