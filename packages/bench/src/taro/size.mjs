import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** All scripts of a built mini-program: as they count for the limit of 2 MB, and each as gzip -9, as they are sent. */
export async function scriptBytes(/** @type {string} */ directory) {
  const bytes = { raw: 0, gzip: 0 };
  for (const name of await readdir(directory, { recursive: true })) {
    if (!name.endsWith('.js')) continue;
    const script = await readFile(join(directory, name));
    bytes.raw += script.length;
    bytes.gzip += gzipSync(script, { level: 9 }).length;
  }
  return bytes;
}
