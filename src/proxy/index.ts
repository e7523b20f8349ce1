/**
 * The recording forward proxy between browsers and targets. It speaks HTTP/1 over plain sockets with a parser of its
 * own, because every byte of both sides is evidence. `node:http` would refuse hosts with `"`, `{`, `}` or a backtick in
 * a request-target, and responses that browsers accept; it adds headers, and it normalises others. Proxies that are made
 * for rewriting traffic, such as mockttp, stand on it.
 */
export { startRecordingProxy } from './proxy.ts';
export type {
  ServedHead,
  ServedRequest,
  ServedResponse,
  Upstream,
  RecordingProxy,
  RecordingProxyOptions,
} from './recording-proxy.ts';
