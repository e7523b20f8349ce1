import { printable } from '../../src/text/printable.ts';

/** Makes untrusted text printable and keeps line breaks. */
export function printableLines(text: string): string {
  return printable(text, { keepNewlines: true });
}

/** Escapes text for XML and HTML content and attributes. Characters that XML 1.0 forbids become visible escapes. */
export function escapeMarkup(text: string): string {
  return printableLines(text)
    .replace(/[\ufffe\uffff]|\p{Surrogate}/gu, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Escapes text for one line of Markdown, without markup, HTML, links, table borders or mentions. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replaceAll('@', '@<!-- -->')
    .replaceAll('://', ':<!-- -->//');
}

/** A fenced code block whose fence is longer than any run of backticks in it. */
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
