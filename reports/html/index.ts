import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { readBundle } from '../../src/bundles.ts';
import type { Reporter } from '../reporter.ts';
import { escapeMarkup } from '../shared/escape.ts';
import { count, summaryLine, verdict } from '../shared/summary.ts';
import { compact } from './compact.ts';

/** One file that works without a server and a network: the matrix, with the evidence of each check. */
export const html: Reporter = {
  id: 'html',
  title: 'Self-contained page with a matrix and the evidence of each check',
  defaultFile: 'corspec-report.html',
  render(input) {
    const script = readBundle('report.js');
    const style = readBundle('report.css');
    // Base64 contains no character that could end the element.
    const data = deflateRawSync(JSON.stringify(compact(input)), { level: 9 }).toString('base64');
    const { sentence } = verdict(input);
    const summary = `${summaryLine(count(input.results.results), input.results.durationMs)}. ${sentence}`;
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${hashSource(script)}; style-src ${hashSource(style)}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>corspec: ${escapeMarkup(sentence)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#scenarios">Skip to the scenarios</a>
<div id="app"><noscript><p>${escapeMarkup(summary)} The details require JavaScript.</p></noscript></div>
<script type="application/octet-stream" id="data">${data}</script>
<script>${script}</script>
</body>
</html>
`;
  },
};

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
