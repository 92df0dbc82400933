import * as zlib from 'node:zlib';
import type { Compressors } from 'hyparquet';
import { compressors as others } from 'hyparquet-compressors';

/**
 * How pages are decompressed: none to more bytes than its header says, so that damaged data fill no memory. Node's own
 * zstd is used where there is one.
 */
export const decompressors: Compressors = {
  ...others,
  GZIP: (input, length) => zlib.gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (input, length) => zlib.brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  ...(typeof zlib.zstdDecompressSync === 'function'
    ? { ZSTD: (input, length) => zlib.zstdDecompressSync(input, { maxOutputLength: Math.max(1, length) }) }
    : {}),
};
