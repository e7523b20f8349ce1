import { deflateRawSync } from 'node:zlib';
import { readBundle } from '../../src/bundles.ts';
import type { Reporter } from '../reporter.ts';
import { escapeMarkup } from '../shared/escape.ts';
import { count, summaryLine, verdict } from '../shared/summary.ts';
import { compact } from './compact.ts';
import { documentText } from './document.ts';

/** One file that works without a server and a network: the matrix, with the evidence of each check. */
export const html: Reporter = {
  id: 'html',
  title: 'Self-contained page with a matrix and the evidence of each check',
  defaultFile: 'corspec-report.html',
  render(input) {
    // Base64 contains no character that could end the element.
    const data = deflateRawSync(JSON.stringify(compact(input)), { level: 9 }).toString('base64');
    const { sentence } = verdict(input);
    const summary = `${summaryLine(count(input.results.results), input.results.durationMs)}. ${sentence}`;
    return documentText({
      title: `corspec: ${sentence}`,
      style: readBundle('report.css'),
      script: readBundle('report.js'),
      body: `<a class="skip" href="#scenarios">Skip to the scenarios</a>
<div id="app"><noscript><p>${escapeMarkup(summary)} The details require JavaScript.</p></noscript></div>
<script type="application/octet-stream" id="data">${data}</script>`,
    });
  },
};
