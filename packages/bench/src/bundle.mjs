import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const SDK_DIRECTORY = fileURLToPath(new URL('./sdks/', import.meta.url));

/**
 * The script that a page loads for one SDK: its adapter, bundled as an application's build would, with the
 * four functions on `window.sdk`. The same bytes are weighed and executed.
 * @returns {Promise<string>}
 */
export async function bundleSdk(/** @type {string} */ name) {
  const entry = `import { init, track, setUser, flush } from './${name}.mjs';
window.sdk = { init, track, setUser, flush };`;
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: SDK_DIRECTORY, sourcefile: `${name}.entry.mjs` },
    bundle: true,
    minify: true,
    write: false,
    target: 'es2020',
    format: 'iife',
    platform: 'browser',
    legalComments: 'none',
    logLevel: 'error',
    // The published files are measured, and not the sources that this workspace's paths lead to.
    tsconfigRaw: '{}',
    // Bundlers of applications define it; without it some packages keep their development warnings.
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0].text;
}
