import { historyPage } from '../../reports/html/history/index.ts';
import type { Reporter } from '../../reports/reporter.ts';
import type { History } from '../results/history.ts';
import { historyText } from './history-text.ts';

interface HistoryInput {
  readonly history: History;
  readonly verbose: boolean;
}

/** The formats of `corspec history`. */
export const historyReporters: readonly Reporter<HistoryInput>[] = [
  {
    id: 'terminal',
    title: 'Text for people',
    render: ({ history, verbose }, style) => historyText(history, verbose, style),
  },
  {
    id: 'json',
    title: 'JSON (corspec/history@1)',
    render: ({ history }) => `${JSON.stringify({ schema: 'corspec/history@1', ...history }, null, 2)}\n`,
  },
  {
    id: 'html',
    title: 'Self-contained page with charts of the failures over time, and the problems',
    defaultFile: 'corspec-history.html',
    render: ({ history }) => historyPage(history),
  },
];
