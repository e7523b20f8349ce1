// @ts-check
import { versionOf } from '../proxy/programs.js';
import { runProxy } from '../proxy/proxy.js';

/**
 * @typedef {import('../proxy/proxy.js').Policy} Policy
 * @typedef {object} Recipe the parts of nginx.conf that a recipe gives
 * @property {readonly string[]} [http] lines in `http { }`, such as a map
 * @property {readonly string[]} location lines in the location, before proxy_pass
 */

/**
 * nginx with a recipe in the location that passes requests to the backend.
 *
 * @param {(policy: Policy) => Recipe | { unsupported: string }} recipe
 */
export async function runNginx(recipe) {
  await runProxy({
    versions: { nginx: versionOf(['nginx', '-v'], /nginx\/(\S+)/) },
    file: 'nginx.conf',
    command: (file, { folder }) => ['nginx', '-p', folder, '-e', 'stderr', '-c', file],
    config(policy, place) {
      const special = Object.values(policy)
        .flat()
        .find((value) => /["\\$;{}\s]/.test(String(value)));
      if (special !== undefined)
        return { unsupported: `nginx.conf cannot have ${JSON.stringify(special)} in a value` };
      const made = recipe(policy);
      return 'unsupported' in made ? made : configuration(made, place);
    },
  });
}

/**
 * @param {Recipe} recipe
 * @param {import('../proxy/proxy.js').Place} place
 */
function configuration({ http = [], location }, { port, backendPort, folder }) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
# Without a worker of another user, who could not write to the folder.
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  ${http.join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    location / {
      ${location.join('\n      ')}
      proxy_pass http://127.0.0.1:${backendPort};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
    }
  }
}
`;
}

/**
 * A value in double quotes.
 *
 * @param {string} value
 */
export function quoted(value) {
  return `"${value}"`;
}
