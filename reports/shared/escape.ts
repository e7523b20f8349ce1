import { printable } from '../../src/text/printable.ts';

/** Untrusted text of several lines, made printable line by line. */
export function printableLines(text: string): string {
  return printable(text, { keepNewlines: true });
}

/** Text for XML and HTML, in content and in attributes. Characters that XML 1.0 forbids become visible escapes. */
export function escapeMarkup(text: string): string {
  return printableLines(text)
    .replace(/[\ufffe\uffff]|\p{Surrogate}/gu, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Text on one line of Markdown: no markup, HTML, link, table border or mention comes of it. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replaceAll('@', '@<!-- -->')
    .replaceAll('://', ':<!-- -->//');
}

/** A fenced block whose fence is longer than any run of backticks in it. */
export function markdownBlock(text: string): string {
  const runs = text.match(/`{3,}/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}text\n${printableLines(text)}\n${fence}`;
}

/** Message of a GitHub workflow command. */
export function workflowData(text: string): string {
  return printableLines(text).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

/** Property of a GitHub workflow command. */
export function workflowProperty(text: string): string {
  return workflowData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
