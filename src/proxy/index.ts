/**
 * The recording forward proxy between browsers and targets. It implements HTTP/1 over plain sockets with its own parser,
 * because every byte of both sides is evidence. `node:http` rejects hosts with `"`, `{`, `}` or a backtick in a
 * request-target, and responses that browsers accept; it also adds and normalises headers. Proxies for rewriting traffic,
 * such as mockttp, are based on it.
 */
export { startRecordingProxy } from './proxy.ts';
export { proxyUser } from './password.ts';
export type {
  ProxyAddress,
  ServedHead,
  ServedRequest,
  ServedResponse,
  Upstream,
  RecordingProxy,
  RecordingProxyOptions,
} from './recording-proxy.ts';
