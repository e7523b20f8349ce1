#!/usr/bin/env node
// No imports at the top: an old Node.js must reach the message below, and `--help` must be fast.

const needed = { major: 20, minor: 19 };

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < needed.major || (major === needed.major && minor < needed.minor)) {
  process.stderr.write(
    `corspec requires Node.js ${needed.major}.${needed.minor} or newer; this is ${process.versions.node} ` +
      `(${process.execPath}). Download a newer version from https://nodejs.org/.\n`,
  );
  process.exitCode = 2;
} else {
  const { keepCompiledCode } = await import('./compiled-code.ts');
  // Before anything else is loaded.
  keepCompiledCode();
  const { startCli } = await import('./cli.ts');
  await startCli(process.argv.slice(2));
}

export {};
