// @ts-check
import { dirname, join } from 'node:path';
import { pathOf, versionOf } from '../proxy/programs.js';
import { runProxy } from '../proxy/proxy.js';
import { unwritable } from '../proxy/recipe.js';

/** @typedef {import('../proxy/proxy.js').Policy} Policy */

const modules = ['mpm_event', 'authz_core', 'headers', 'setenvif', 'rewrite', 'proxy', 'proxy_http'];

/**
 * Apache httpd with a recipe before the lines that pass requests to the backend.
 *
 * @param {(policy: Policy) => readonly string[] | { unsupported: string }} recipe lines of the server's configuration
 */
export async function runApache(recipe) {
  // Debian's package has the modules beside the program, wherever it was unpacked.
  const folderOfModules = join(dirname(dirname(pathOf('apache2'))), 'lib/apache2/modules');
  await runProxy({
    versions: { apache: versionOf(['apache2', '-v'], /Apache\/(\S+)/) },
    file: 'httpd.conf',
    command: (file) => ['apache2', '-f', file, '-D', 'FOREGROUND'],
    config(policy, place) {
      const reason = unwritable(policy, /["\\$%<>\s]/, 'httpd.conf');
      if (reason !== null) return { unsupported: reason };
      const made = recipe(policy);
      return 'unsupported' in made ? made : configuration(made, folderOfModules, place);
    },
  });
}

/**
 * @param {readonly string[]} recipe
 * @param {string} folderOfModules
 * @param {import('../proxy/proxy.js').Place} place
 */
function configuration(recipe, folderOfModules, { port, backendPort, folder }) {
  return `
ServerName localhost
ServerRoot ${folder}
Listen 127.0.0.1:${port}
PidFile httpd.pid
ErrorLog error.log
DefaultRuntimeDir ${folder}
Mutex file:${folder} default
${modules.map((name) => `LoadModule ${name}_module ${join(folderOfModules, `mod_${name}.so`)}`).join('\n')}
StartServers 1
ServerLimit 2
${recipe.join('\n')}
ProxyPreserveHost On
ProxyPass / http://127.0.0.1:${backendPort}/
`;
}
