import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../../src/package.ts';
import { builtInServers, readImplementation } from '../../../src/targets/index.ts';
import { currentInstallContext, workFolder } from '../../../src/targets/work-folder.ts';

export type FastapiConfiguration = 'right' | 'suffix' | 'no credentials' | 'any origin';

export interface FastapiApi {
  readonly origin: string;
  /** Has another CORS configuration from then on. */
  readonly configure: (name: FastapiConfiguration) => Promise<void>;
  readonly stop: () => void;
}

/** fastapi_api.py, in the Python environment of servers/fastapi. It ends when its stdin is closed. */
export async function startFastapiApi(): Promise<FastapiApi> {
  const implementation = await readImplementation(join(builtInServers, 'fastapi'));
  const { folder } = await workFolder(implementation, currentInstallContext());
  const program = join(packageRoot, 'test/self/support/fastapi_api.py');
  const child = spawn(join(folder, '.venv/bin/python'), [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error('fastapi_api.py ended');
    return line.value;
  };
  return {
    origin: await next(),
    configure: async (name) => {
      child.stdin.write(`${name}\n`);
      await next();
    },
    stop: () => child.stdin.end(),
  };
}
