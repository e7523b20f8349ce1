const names = [
  'NO_ERROR', 'PROTOCOL_ERROR', 'INTERNAL_ERROR', 'FLOW_CONTROL_ERROR', 'SETTINGS_TIMEOUT', 'STREAM_CLOSED',
  'FRAME_SIZE_ERROR', 'REFUSED_STREAM', 'CANCEL', 'COMPRESSION_ERROR', 'CONNECT_ERROR', 'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY', 'HTTP_1_1_REQUIRED',
]; // prettier-ignore

/** The name of an error code of HTTP/2. https://www.rfc-editor.org/rfc/rfc9113#section-7 */
export function errorName(code: number): string {
  return names[code] ?? `error ${code}`;
}
