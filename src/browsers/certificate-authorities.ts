import { spawn } from 'node:child_process';
import { realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, type Machine } from '../system/machine.ts';

/** Where GnuTLS reads the certificate authorities of Debian, Ubuntu and Arch Linux from. */
const authoritiesFile = '/etc/ssl/certs/ca-certificates.crt';

/**
 * The beginning of a command line that runs a program with an empty list of certificate authorities. glib-networking parses the
 * list for each connection, 10 ms each time, also when every certificate is accepted: a quarter of all CPU time of a run in
 * WebKitGTK. Bubblewrap, which WebKitGTK's packages require, replaces the file for this program only. Empty where that is not
 * possible, for example in containers without user namespaces.
 * @param folder for the empty list
 */
export async function withoutAuthorities(machine: Machine, folder: string): Promise<readonly string[]> {
  const bubblewrap = findProgram('bwrap', machine);
  const list = await realpath(authoritiesFile).catch(() => null);
  if (bubblewrap === null || list === null) return [];
  const empty = join(folder, 'no-authorities.crt');
  await writeFile(empty, '');
  const prefix = [bubblewrap, '--dev-bind', '/', '/', '--ro-bind', empty, list];
  return (await succeeds([...prefix, bubblewrap, '--version'])) ? prefix : [];
}

function succeeds([file = '', ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    spawn(file, args, { stdio: 'ignore', timeout: 5_000 })
      .once('error', () => resolve(false))
      .once('exit', (code) => resolve(code === 0));
  });
}
