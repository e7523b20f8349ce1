// @ts-check
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runProxy } from '../shared/proxy/proxy.js';

const settings = ['display_errors=0', 'log_errors=0', 'expose_php=1'].flatMap((setting) => ['-d', setting]);
const program = fileURLToPath(new URL('index.php', import.meta.url));
const root = fileURLToPath(new URL('../shared/static', import.meta.url));

// A process of PHP's own web server for each policy, which index.php reads from a file. The backend of the kit is not asked.
await runProxy({
  versions: { php: execFileSync('php', ['-r', 'echo PHP_VERSION;'], { encoding: 'utf8' }) },
  file: 'policy.json',
  config: (policy) => JSON.stringify(policy),
  command: (_file, { port }) => ['php', ...settings, '-S', `127.0.0.1:${port}`, '-t', root, program],
  environment: ({ folder }) => ({ CORSPEC_FOLDER: folder }),
});
