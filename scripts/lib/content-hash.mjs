import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One hash over the names and contents of files and directories; what does not exist counts as empty.
 * @param {string[]} paths
 * @param {(name: string) => boolean} [isIncluded] Decides by the bare name of a file or directory.
 */
export function contentHash(paths, isIncluded = () => true) {
  const hash = createHash('sha256');
  const add = (/** @type {string} */ path) => {
    hash.update(`\n${path}\n`);
    if (!existsSync(path)) return;
    const entries = listing(path);
    if (!entries) hash.update(readFileSync(path));
    else for (const name of entries.filter(isIncluded)) add(join(path, name));
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

/** Sorted, so that the hash is the same everywhere; `undefined` for a file. */
function listing(/** @type {string} */ path) {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return undefined;
    throw error;
  }
}
