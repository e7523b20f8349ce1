import { expect, it } from 'vitest';
import { inTurns, spreadHosts } from '../../../src/run/spread-hosts.ts';

function target(id: string, url: string, policyName = 'p') {
  return { id, policyName, upstream: { url } };
}

function spread(...targets: ReturnType<typeof target>[]): readonly string[] {
  return spreadHosts(targets).map(({ id, policyName }) => `${id} ${policyName}`);
}

it('targets of one host are spread among those of others, each host in its own order', () => {
  const [a, b] = ['https://a.test', 'https://b.test:8443'];
  expect(spread(target('a1', a), target('a2', a), target('a3', a), target('b1', b), target('b2', b))).toEqual(
    ['a1 p', 'b1 p', 'a2 p', 'b2 p', 'a3 p'],
  );
});

it('another port is another host, and the order of different hosts stays', () => {
  const urls = [3000, 3001, 3002].map((port) => `http://127.0.0.1:${port}`);
  expect(spread(...urls.map((url, index) => target(`t${index}`, url)))).toEqual(['t0 p', 't1 p', 't2 p']);
});

it('the policies of a target stay together', () => {
  const a = 'https://a.test';
  expect(
    spread(target('a1', a, 'p'), target('a1', a, 'q'), target('a2', a), target('b1', 'https://b.test')),
  ).toEqual(['a1 p', 'a1 q', 'b1 p', 'a2 p']);
});

it('checks are played of each target in turn', () => {
  expect(inTurns(['a1', 'a2', 'a3', 'b1', 'b2'], (name) => name.slice(0, 1))).toEqual([
    'a1',
    'b1',
    'a2',
    'b2',
    'a3',
  ]);
});
