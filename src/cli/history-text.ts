import pc from 'picocolors';
import type { CheckHistory, History, Life, ProblemHistory, State, Trend } from '../results/history.ts';
import { plural } from '../results/index.ts';
import { wrap } from '../text/columns.ts';
import { printable } from '../text/printable.ts';
import type { DiffStyle } from './diff-text.ts';

/** The most runs that a line shows, the last ones. */
const mostShown = 30;

/** What failed, since when, and what was fixed, for people: problems, then counts; with `verbose`, checks. */
export function historyText(history: History, verbose: boolean, { color, columns }: DiffStyle): string {
  const paint = pc.createColors(color);
  const { runs, problems, checks, passing } = history;
  const [first, last] = [runs[0], runs.at(-1)];
  const painted: Readonly<Record<Trend, (text: string) => string>> = {
    new: paint.red,
    failing: paint.red,
    flapping: paint.yellow,
    fixed: paint.green,
  };
  const entry = (one: Life, states: readonly State[], text: string) => [
    painted[one.trend](`${signs[one.trend]} ${trendText(one, history)}: ${printable(text)}`),
    `  ${printable(stripOf(states))}`,
  ];
  const lines = [
    paint.dim(`${plural(runs.length, 'run')}, from ${dayOf(first?.startedAt)} to ${dayOf(last?.startedAt)}; ✓ passes, ✗ fails, · no verdict`), // prettier-ignore
    '',
    ...problems.flatMap((one) => entry(one, statesOf(one), problemText(one))),
    ...(problems.length > 0 ? [''] : []),
    ...(verbose ? checks.flatMap((one) => entry(one, one.states, checkText(one))) : []),
    ...(verbose && checks.length > 0 ? [''] : []),
    `Checks: ${countsText(checks)}, ${passing} always passed`,
  ];
  return `${lines.flatMap((line) => (line === '' ? [''] : wrap(line, columns))).join('\n')}\n`;
}

const signs: Readonly<Record<Trend, string>> = { new: '✗', failing: '✗', flapping: '~', fixed: '✓' };

function trendText({ trend, first, since, fixed, changes }: Life, { runs }: History): string {
  const day = (index = 0) => dayOf(runs[index]?.startedAt);
  switch (trend) {
    case 'new':
      return `new on ${day(since)}`;
    case 'failing':
      return since === first ? `fails since ${day(since)}` : `fails again since ${day(since)}, first seen on ${day(first)}`; // prettier-ignore
    case 'fixed':
      return `fixed on ${day(fixed)}, first seen on ${day(first)}`;
    case 'flapping':
      return `flapping: ${changes} changes since ${day(first)}, ${since === undefined ? 'passes now' : 'fails now'}`;
  }
}

function dayOf(startedAt = ''): string {
  return printable(startedAt.slice(0, 10));
}

function statesOf({ counts }: ProblemHistory): readonly State[] {
  return counts.map((count) => (count === null ? 'none' : count > 0 ? 'fail' : 'pass'));
}

const marks: Readonly<Record<State, string>> = { pass: '✓', fail: '✗', none: '·' };

function stripOf(states: readonly State[]): string {
  const shown = states.slice(-mostShown).map((state) => marks[state]);
  return `${states.length > shown.length ? '… ' : ''}${shown.join('')}`;
}

function problemText({ level, title, target, policy, counts }: ProblemHistory): string {
  const now = counts.at(-1) ?? 0;
  const most = Math.max(...counts.map((count) => count ?? 0));
  return `${level}: ${title} (${plural(now > 0 ? now : most, 'check')}) · ${target}, policy ${policy}`;
}

function checkText({ scenario, level, target, policy, browser }: CheckHistory): string {
  return `${scenario} (${level}) · ${target}, policy ${policy}, ${browser}`;
}

function countsText(checks: readonly CheckHistory[]): string {
  const count = (trend: Trend) => checks.filter((check) => check.trend === trend).length;
  return `${count('new')} new, ${count('failing')} failing, ${count('flapping')} flapping, ${count('fixed')} fixed`;
}
