export { type Answer, ask, type AskOptions, type Question } from './ask.ts';
export { type Availability, availability } from './availability.ts';
export { cacheText } from './bounded-cache.ts';
export type { PolicyState } from './handshake.ts';
export {
  builtInServers,
  findImplementations,
  type Implementation,
  type ManifestProblem,
  readImplementation,
} from './implementations.ts';
export { install, installWithNote } from './install.ts';
export { installedSize } from './installed-size.ts';
export { defaultKind, type Manifest, manifestSchema } from './manifest.ts';
export { pinnedVersion } from './pinned-version.ts';
export { helpFor, knownPrograms } from './programs/help.ts';
export { programVersion } from './programs/version.ts';
export { probe, type ProbeOptions, type ProbeResult } from './probe.ts';
export { type RunningImplementation, startImplementation, type StartOptions } from './start.ts';
export { TargetError, type TargetErrorKind } from './target-error.ts';
