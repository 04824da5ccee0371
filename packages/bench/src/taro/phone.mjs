import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const RUNTIME = fileURLToPath(new URL('../../../miniapp-runtime/src/index.ts', import.meta.url));

/** A phone whose storage outlives the app; it runs the built app in the runtime of the tests. */
export async function createPhone(/** @type {string} */ output, /** @type {string} */ collectorUrl) {
  const directory = await mkdtemp(join(tmpdir(), 'pugmark-bench-phone-'));
  const { outputFiles } = await build({
    entryPoints: [RUNTIME],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  const file = join(directory, 'runtime.mjs');
  await writeFile(file, outputFiles[0].contents);
  const { launchMiniApp } = await import(pathToFileURL(file).href);
  return {
    launch: (/** @type {boolean} */ isOnline) =>
      launchMiniApp({
        directory: output,
        storageFile: join(directory, 'storage.json'),
        network: { isOnline, hosts: { 'https://collect.example.com': collectorUrl } },
      }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
