/**
 * Ends this process when nothing is left to do, with `process.exitCode`. Without it, Node.js frees everything first, and
 * that was once seen to go on forever, with a full core (Node.js 20.20, `Environment::CleanupHandles`).
 */
export function exitWhenIdle(): void {
  // All output is written by then: what is being written is something to do.
  process.once('beforeExit', () => process.exit());
}
