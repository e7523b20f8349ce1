import { type RunningProgram, startProgram } from './server-program.ts';

/** Where nginx writes, which would otherwise be folders of the system. */
const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/**
 * Starts nginx, as any user, with the blocks of `http { … }`; `$port` stands for its port. One process and no daemon, so
 * that it ends as soon as it is told to.
 */
export function startNginx(http: string): Promise<RunningProgram> {
  return startProgram({
    program: 'nginx',
    args: (file, folder) => ['-p', folder, '-c', file, '-e', 'stderr'],
    configuration: ({ port, folder }) => `daemon off;
master_process off;
pid "${folder}/nginx.pid";
error_log stderr;
events { }
http {
    access_log off;
${temporary.map((name) => `    ${name}_temp_path "${folder}/${name}";`).join('\n')}
${http.replaceAll('$port', `${port}`)}
}
`,
  });
}
