#!/usr/bin/env node
// Nothing is imported at the top: an old Node.js must get as far as the message below, and `--help` must be quick.

const needed = { major: 20, minor: 19 };

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < needed.major || (major === needed.major && minor < needed.minor)) {
  process.stderr.write(
    `corspec needs Node.js ${needed.major}.${needed.minor} or newer, and this is ${process.versions.node} ` +
      `(${process.execPath}). Get a newer one from https://nodejs.org/.\n`,
  );
  process.exitCode = 2;
} else {
  const { startCli } = await import('./cli.ts');
  await startCli(process.argv.slice(2));
}

export {};
