/**
 * `node --import tsx scripts/open-page.ts URL [--credentials] [--sandboxed]`: fetches a URL from a page at another origin in Chromium, and prints
 * what is in its console. Nothing of corspec is between the page and the server.
 */
import { parseArgs } from 'node:util';
import { openPage } from './reproductions/open-page.ts';
import { runScript, UsageError } from './run-script.ts';

await runScript(async () => {
  const { values, positionals } = parseArgs({
    options: {
      credentials: { type: 'boolean', default: false },
      sandboxed: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [url] = positionals;
  if (url === undefined) throw new UsageError('Give the URL that the page fetches.');
  const { lines } = await openPage({
    url,
    credentials: values.credentials ? 'include' : 'omit',
    sandboxed: values.sandboxed,
  });
  console.log(lines.join('\n'));
  return 0;
});
