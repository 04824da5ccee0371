import { existsSync } from 'node:fs';

// Here and not in a folder, so that the relative path is the same from the source and from the built bundle.
const built = new URL('./pglite-worker.js', import.meta.url);

/** The script of the thread that the embedded database runs in. */
export function pgliteWorkerFile(): URL {
  // From the sources: what `testing/build-worker.ts` has built, since a thread runs JavaScript only.
  return existsSync(built)
    ? built
    : new URL('../node_modules/.pglite-worker/pglite-worker.js', import.meta.url);
}
