import { makeTemporaryFolder, sweepTemporaryFolders } from '../system/temporary-folder.ts';
import { markerVariable, startWatchdog } from '../system/watchdog.ts';

/** Where programs look for the temporary folder: POSIX, and the two of Windows. */
const folderVariables = ['TMPDIR', 'TEMP', 'TMP'];

/**
 * Runs an action that starts processes. They get a temporary folder, which also holds the browsers' profiles, and a
 * marker in their environment; when this process ends, even by SIGKILL, a watchdog ends them and removes the folder.
 * Folders of earlier processes that have ended are removed first.
 */
export async function withOwnProcesses<T>(action: () => Promise<T>): Promise<T> {
  await sweepTemporaryFolders();
  // Not every command needs the folder. Code that does reports why there is none.
  const folder = await makeTemporaryFolder().catch(() => null);
  const watchdog = startWatchdog(folder === null ? [] : [folder.path]);
  const restore = setVariables({
    [markerVariable]: watchdog.marker,
    ...(folder !== null && Object.fromEntries(folderVariables.map((name) => [name, folder.path]))),
  });
  try {
    return await action();
  } finally {
    restore();
    await folder?.remove();
    watchdog.dismiss();
  }
}

/** Sets environment variables, which child processes inherit. Returns a function that restores the previous values. */
function setVariables(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before)
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
  };
}
