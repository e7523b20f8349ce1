import { createHash } from 'node:crypto';
import { escapeMarkup } from '../shared/escape.ts';

interface DocumentParts {
  readonly title: string;
  readonly style: string;
  /** Absent: the page runs no script. */
  readonly script?: string;
  /** Markup. */
  readonly body: string;
}

/** A page in one file. It runs its own script and style only, and loads nothing. */
export function documentText({ title, style, script, body }: DocumentParts): string {
  const scriptSource = script === undefined ? '' : ` script-src ${hashSource(script)};`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none';${scriptSource} style-src ${hashSource(style)}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
${body}${script === undefined ? '' : `\n<script>${script}</script>`}
</body>
</html>
`;
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
