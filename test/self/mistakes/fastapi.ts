import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../../src/package.ts';
import { builtInServers, readImplementation } from '../../../src/targets/index.ts';
import { currentInstallContext, workFolder } from '../../../src/targets/work-folder.ts';
import { need } from '../../requirements.ts';
import { type Framework, path, type StartedServer } from './mistake.ts';

/** The program with a mistake, in the Python environment of servers/fastapi. */
async function start(mistake: string): Promise<StartedServer> {
  const implementation = await readImplementation(join(builtInServers, 'fastapi'));
  const { folder } = await workFolder(implementation, currentInstallContext());
  const program = join(packageRoot, 'test/self/mistakes/fastapi_app.py');
  const child = spawn(join(folder, '.venv/bin/python'), [program, mistake], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [origin] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { url: `${origin}${path}`, stop: () => child.stdin.end() };
}

const listOfOrigins = 'allow_origins=["https://app.example.com", "https://admin.example.com"]';

const mistakes = [
  ['any origin', 'origin-reflected', 'security', listOfOrigins],
  ['one string of origins', 'origin-matched-by-part', 'security', listOfOrigins],
  ['an unescaped dot', 'origin-dot-unescaped', 'security', listOfOrigins],
  ['any scheme', 'origin-scheme-ignored', 'security', listOfOrigins],
  ['origins with a slash', 'trailing-slash', 'required', listOfOrigins],
  ['origins in upper case', 'origin-in-other-case', 'required', listOfOrigins],
  ['no credentials', 'credentials-missing', 'required', 'allow_credentials=True'],
  ['the methods of the default', 'method-not-listed', 'required', 'allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"]'],
  ['no request headers', 'header-not-listed', 'required', 'allow_headers=["Content-Type", "X-Api-Key"]'],
  ['no exposed headers', 'header-not-exposed', 'required', 'expose_headers=["X-Total-Count"]'],
  ['the max age of the default', 'max-age-differs', 'recommended', 'max_age=600'],
  ['no CORS', 'cors-missing', 'required', 'max_age=600'],
  ['authentication outside CORS', 'preflight-needs-authentication', 'required', 'app.add_middleware(AuthenticationMiddleware'],
] as const; // prettier-ignore

export const fastapiMistakes: Framework = {
  name: 'FastAPI',
  library: 'fastapi',
  missing: (await need('fastapi')).missing,
  right: () => start('none'),
  mistakes: mistakes.map(([mistake, cause, level, fix]) => ({
    mistake,
    cause,
    level,
    fix,
    start: () => start(mistake),
  })),
};
