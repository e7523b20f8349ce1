import type { LibraryId } from '../../../src/causes/libraries/index.ts';
import type { Thing } from '../../requirements.ts';
import { startNginx } from './nginx.ts';
import { type RunningProgram, startProgram } from './server-program.ts';

/** A server that is started in front of an application, with what its owner writes. */
export interface Proxy {
  readonly library: LibraryId;
  readonly needs: Thing;
  /** Whether its responses say what it is. */
  readonly namesItself: boolean;
  /** @param lines the snippets of fixes, in their place of the configuration */
  readonly start: (lines: string, upstream: string) => Promise<RunningProgram>;
}

const indented = (lines: string): string => lines.replaceAll(/^(?=.)/gm, '    ');

/** The map belongs to http, the rest to the location. */
function startWithNginx(lines: string, upstream: string): Promise<RunningProgram> {
  const [, map = '', inLocation = lines] = /^(map .*?^\}\n)(.*)$/ms.exec(lines) ?? [];
  return startNginx(`${map}
server {
    listen 127.0.0.1:$port;
    location / {
${inLocation}
        proxy_pass ${upstream};
    }
}`);
}

const modules = ['mpm_event', 'authz_core', 'headers', 'setenvif', 'rewrite', 'proxy', 'proxy_http'];

/** One process (`-X`), so that it ends as a whole. */
function startWithApache(lines: string, upstream: string): Promise<RunningProgram> {
  return startProgram({
    program: 'apache2',
    args: (file) => ['-X', '-f', file],
    configuration: ({ port, folder }) => `ServerRoot "${folder}"
DefaultRuntimeDir "${folder}"
PidFile "${folder}/apache.pid"
ErrorLog "${folder}/error.log"
ServerName 127.0.0.1
User nobody
Group nogroup
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
Listen 127.0.0.1:${port}
<VirtualHost 127.0.0.1:${port}>
    ProxyPass / ${upstream}/
${indented(lines)}
</VirtualHost>
`,
  });
}

function startWithCaddy(lines: string, upstream: string): Promise<RunningProgram> {
  return startProgram({
    program: 'caddy',
    args: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
    configuration: ({ port }) => {
      const site = lines.replace('localhost:3000', new URL(upstream).host);
      return `{
    admin off
    auto_https off
}
http://127.0.0.1:${port} {
${indented(site.includes('reverse_proxy') ? site : `${site}\nreverse_proxy ${new URL(upstream).host}`)}
}
`;
    },
  });
}

function startWithHaproxy(lines: string, upstream: string): Promise<RunningProgram> {
  return startProgram({
    program: 'haproxy',
    args: (file) => ['-db', '-f', file],
    configuration: ({ port }) => `defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
frontend api
    bind 127.0.0.1:${port}
${indented(lines)}
    default_backend app
backend app
    server app ${new URL(upstream).host}
`,
  });
}

export const proxies: readonly Proxy[] = [
  { library: 'nginx', needs: 'nginx', namesItself: true, start: startWithNginx },
  { library: 'apache', needs: 'apache2', namesItself: true, start: startWithApache },
  { library: 'caddy', needs: 'caddy', namesItself: true, start: startWithCaddy },
  { library: 'haproxy', needs: 'haproxy', namesItself: false, start: startWithHaproxy },
];
