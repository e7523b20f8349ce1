import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { HeaderList } from '../../fetch-standard/index.ts';

/** How much is decoded to check the encoding: bytes. A body of zeros could grow a thousandfold. */
const maxOutputLength = 64 * 1024;

const flush = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength };
const decoders: Readonly<Record<string, readonly ((body: Buffer) => Buffer)[]>> = {
  gzip: [(body) => gunzipSync(body, flush)],
  'x-gzip': [(body) => gunzipSync(body, flush)],
  // Servers use both formats under this name.
  deflate: [(body) => inflateSync(body, flush), (body) => inflateRawSync(body, flush)],
  br: [
    (body) => brotliDecompressSync(body, { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength }),
  ],
};

/**
 * Whether the beginning of a body can be decoded with its Content-Encoding; otherwise the response is a network error.
 * Unknown codings are ignored. https://fetch.spec.whatwg.org/#handle-content-codings
 */
export function canBeDecoded(headers: HeaderList, body: Buffer): boolean {
  const codings = headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim().toLowerCase());
  const last = decoders[codings.at(-1) ?? ''];
  return body.length === 0 || last === undefined || last.some((decode) => succeeds(decode, body));
}

function succeeds(decode: (body: Buffer) => Buffer, body: Buffer): boolean {
  try {
    decode(body);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
  }
}
