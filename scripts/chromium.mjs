/**
 * The one place that finds a Chromium: for the tests, the benchmarks and the examples.
 *
 * Order: the `PUGMARK_CHROMIUM` variable, a Chromium of the system, then the headless build that the npm
 * package `@sparticuz/chromium` carries, so that a machine with only Node and npm can run everything.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const SYSTEM_CHROMIUM = '/usr/bin/chromium';
const MODULES = fileURLToPath(new URL('../node_modules/', import.meta.url));
const PACKED = join(MODULES, '@sparticuz/chromium');

/**
 * Flags that every one of these builds needs or tolerates: no sandbox (containers and root have none), no GPU,
 * and no traffic of the browser's own. The flags that `@sparticuz/chromium` recommends are for AWS Lambda: they
 * put all in one process and switch web security off, which would falsify tests and figures.
 */
export const chromiumArgs = Object.freeze([
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--no-first-run',
  '--no-pings',
]);

/**
 * The path of an executable Chromium.
 * @returns {Promise<string>}
 */
export async function chromiumPath() {
  const chosen = process.env.PUGMARK_CHROMIUM;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`PUGMARK_CHROMIUM names no file: ${chosen}`);
    return chosen;
  }
  if (existsSync(SYSTEM_CHROMIUM)) return SYSTEM_CHROMIUM;
  return unpackedChromium();
}

/** Unpacks the npm package's Chromium once per version and answers its path. */
async function unpackedChromium() {
  const { version } = JSON.parse(readFileSync(join(PACKED, 'package.json'), 'utf8'));
  const cache = join(MODULES, '.cache');
  const home = join(cache, `chromium-${version}`);
  const executable = join(home, 'chromium');
  if (existsSync(executable)) return executable;

  await mkdir(cache, { recursive: true });
  // The package unpacks into the temporary directory and takes any file named `chromium` that it finds there
  // for its own, finished or not: a private directory, renamed when complete, is safe beside other processes.
  const unpacking = await mkdtemp(join(cache, 'chromium-unpacking-'));
  await unpackInto(unpacking);
  if (!(await runs(join(unpacking, 'chromium')))) await addLibraries(unpacking);
  try {
    await rename(unpacking, home);
  } catch (error) {
    await rm(unpacking, { recursive: true, force: true });
    if (!existsSync(executable)) throw error;
  }
  return executable;
}

/** In a process of its own, because the directory can only be given as an environment variable. */
async function unpackInto(/** @type {string} */ directory) {
  const entry = pathToFileURL(join(PACKED, 'build/esm/index.js')).href;
  const script = `const { default: chromium } = await import(${JSON.stringify(entry)}); await chromium.executablePath();`;
  // Named as that system, the package unpacks its libraries too.
  const system = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  const env = { ...process.env, ...system, TMPDIR: directory, TMP: directory, TEMP: directory };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: dirname(PACKED),
    env,
  });
}

async function runs(/** @type {string} */ executable) {
  try {
    await promisify(execFile)(executable, ['--version']);
    return true;
  } catch {
    return false;
  }
}

/** A small system, such as a container with Node alone, lacks NSS: the package's own copy is put before. */
async function addLibraries(/** @type {string} */ home) {
  const executable = join(home, 'chromium');
  await rename(executable, `${executable}-program`);
  const script = `#!/bin/sh
home=$(dirname "$0")
export LD_LIBRARY_PATH="$home/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_PATH="\${FONTCONFIG_PATH:-$home/fonts}"
exec "$home/chromium-program" "$@"
`;
  await writeFile(executable, script, { mode: 0o755 });
  if (!(await runs(executable))) {
    throw new Error('No Chromium runs here: install one, and set PUGMARK_CHROMIUM to its path.');
  }
}

// `node scripts/chromium.mjs` prints the path, for shell scripts and CI.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(await chromiumPath());
}
