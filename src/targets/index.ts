export { type Answer, ask, type AskOptions, type Question } from './ask.ts';
export { type Availability, availability } from './availability.ts';
export type { PolicyState } from './handshake.ts';
export {
  builtInServers,
  findImplementations,
  type Implementation,
  type ManifestProblem,
  readImplementation,
} from './implementations.ts';
export { install, installWithNote } from './install.ts';
export { type Manifest, manifestSchema } from './manifest.ts';
export { helpFor, knownPrograms } from './programs.ts';
export { probe, type ProbeOptions, type ProbeResult } from './probe.ts';
export { type RunningImplementation, startImplementation, type StartOptions } from './start.ts';
export { TargetError, type TargetErrorKind } from './target-error.ts';
