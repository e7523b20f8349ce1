/**
 * `npm run bench`: the time of a scenario, measured in one run with the same scenarios and the same target.
 *
 * (a) corspec, in every browser of this machine and as the model; (b) the same requests as plain Playwright Test would
 * make them, a context and a page for each scenario; (c) the lower bound: the same requests from one page in one evaluate;
 * (d) the wall time of the command, from start to exit; and the additional time of one more implementation in a comparison.
 * Nothing is asserted, because the figures depend on the machine.
 */
import { policies } from '../fixtures/policies.ts';
import { drivers } from '../src/browsers/index.ts';
import { suites } from '../suites/index.ts';
import { measureColdStart } from './cold-start.ts';
import { measureComparison } from './comparison.ts';
import { measureCorspec } from './corspec.ts';
import { measureFloor, measurePlainPlaywright } from './plain-playwright.ts';
import { reference, row, type Subject } from './subject.ts';
import { refuseArguments } from '../scripts/run-script.ts';

refuseArguments();
const waits = (scenario: (typeof suites)[number]['scenarios'][number]) =>
  scenario.steps?.some(({ wait }) => wait !== undefined) ?? false;

const subject: Subject = {
  implementation: await reference(),
  policyName: 'credentialed',
  policy: policies.credentialed,
  scenarios: suites.flatMap((suite) => suite.scenarios).filter((scenario) => !waits(scenario)),
};

const found = await Promise.all(drivers.map(async (driver) => ({ driver, state: await driver.find() })));
const here = found.filter(({ state }) => state.found).map(({ driver }) => driver.id);

console.log(
  `Node ${process.version}; the reference under the policy ${subject.policyName}; without scenarios that wait.\n`,
);
console.log(row('', 'checks', 'ms per check', 'start ms', 'total ms', 'RSS MB'));
const runs = [];
for (const browser of ['model', ...here]) runs.push(await measureCorspec(subject, browser));

await measureColdStart(subject, ['model', ...here]);

const chromium = runs.find(({ browser }) => browser === 'chromium');
if (chromium === undefined) {
  console.log('\nWithout Chromium there is nothing to compare with.');
} else {
  const plain = await measurePlainPlaywright(subject, 20);
  const floor = await measureFloor(subject);
  console.log(
    `\ncompared with plain Playwright Test (b): ${(plain / chromium.msPerCheck).toFixed(1)} times faster per scenario`,
  );
  console.log(`compared with the lower bound (c): ${(chromium.msPerCheck / floor).toFixed(2)} times as long`);
  console.log('');
  await measureComparison();
}
