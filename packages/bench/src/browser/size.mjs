import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** What a visitor downloads: bytes of the bundle as it is, as gzip -9 and as brotli 11. */
export function measureSize(/** @type {string} */ script) {
  const bytes = Buffer.from(script);
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }).length,
  };
}
