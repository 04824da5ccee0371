import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** All scripts of a built mini-program, each as gzip -9: the platform packs files one by one. */
export async function scriptBytes(/** @type {string} */ directory) {
  let bytes = 0;
  for (const name of await readdir(directory, { recursive: true })) {
    if (name.endsWith('.js')) bytes += gzipSync(await readFile(join(directory, name)), { level: 9 }).length;
  }
  return bytes;
}
