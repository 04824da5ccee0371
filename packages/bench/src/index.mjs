import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { overEmpty } from './browser/delivery.mjs';
import { measureInit } from './browser/init.mjs';
import { launchBrowser } from './browser/page.mjs';
import { measureSize } from './browser/size.mjs';
import { measureSteadyFlow } from './browser/steady-flow.mjs';
import { measureStorage } from './browser/storage.mjs';
import { measureThousand } from './browser/thousand.mjs';
import { measureTrack } from './browser/track.mjs';
import { bundleSdk } from './bundle.mjs';
import { checkGoals } from './goals.mjs';
import { readOptions } from './read-options.mjs';
import { formatReport } from './report.mjs';
import { chooseSdks, EMPTY, versionOf } from './sdks/index.mjs';
import { startServer } from './server.mjs';
import { medianOf } from './statistics.mjs';

const HELP = `Usage: pnpm bench [--only pugmark,mixpanel] [--runs 5] [--json] [--check]
  --only   the SDKs to measure, all without it
  --runs   runs of the thousand events; init gets three times as many, storage and the
           steady flow half of them, track a fifth
  --json   print the results as JSON instead of tables
  --check  exit with 1 when Pugmark misses a goal`;

const options = readOptions(HELP, {
  only: { type: 'string' },
  runs: { type: 'string', default: '5' },
});

await main();

async function main() {
  const runs = Number(options.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs must be a whole number, got ${options.runs}`);

  /** @type {Map<string, string>} name → error; an SDK that failed is left out of what follows */
  const failed = new Map();
  const chosen = chooseSdks(options.only);
  const scripts = await bundleAll([EMPTY, ...chosen], failed);
  const server = await startServer(scripts);
  const browser = await launchBrowser();
  const loadBefore = loadavg()[0];
  const world = { browser, server };
  try {
    const measure = (name, times, run) => measureAll({ name, times, run, sdks: [EMPTY, ...chosen], failed });
    const init = await measure('init', runs * 3, (sdk) => measureInit(world, sdk));
    const track = await measure('track', Math.ceil(runs / 5), (sdk) => measureTrack(world, sdk));
    const storage = await measure('storage', Math.ceil(runs / 2), (sdk) => measureStorage(world, sdk));
    const thousand = await measure('1,000 events', runs, (sdk) => measureThousand(world, sdk));
    const steady = await measure('steady flow', Math.ceil(runs / 2), (sdk) => measureSteadyFlow(world, sdk));

    if (failed.has(EMPTY.name)) throw new Error(`the empty page failed: ${failed.get(EMPTY.name)}`);
    const empty = {
      init: medianOf(init.get(EMPTY.name)),
      track: medianOf(track.get(EMPTY.name)),
      thousand: medianOf(thousand.get(EMPTY.name)),
      steady: medianOf(steady.get(EMPTY.name)),
    };
    const results = chosen
      .filter(({ name }) => !failed.has(name))
      .map((sdk) => ({
        name: sdk.name,
        package: sdk.package,
        version: versionOf(sdk),
        size: measureSize(scripts.get(sdk.name)),
        init: medianOf(init.get(sdk.name)),
        track: medianOf(track.get(sdk.name)),
        storage: medianOf(storage.get(sdk.name)),
        thousand: overEmpty(medianOf(thousand.get(sdk.name)), empty.thousand),
        steady: overEmpty(medianOf(steady.get(sdk.name)), empty.steady),
      }));
    await finish({
      date: new Date().toISOString(),
      browser: browser.version(),
      cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}`,
      node: process.version,
      runs,
      load: { before: loadBefore, after: loadavg()[0] },
      empty,
      results,
      failures: [...failed].map(([name, error]) => ({ name, error })),
      samples: {
        init: Object.fromEntries(init),
        track: Object.fromEntries(track),
        storage: Object.fromEntries(storage),
        thousand: Object.fromEntries(thousand),
        steady: Object.fromEntries(steady),
      },
    });
  } finally {
    await browser.close();
    server.close();
  }
}

async function bundleAll(sdks, failed) {
  const scripts = new Map();
  for (const { name } of sdks) {
    try {
      scripts.set(name, await bundleSdk(name));
    } catch (error) {
      failed.set(
        name,
        `its bundle does not build (is the package installed and built?): ${firstLines(error)}`,
      );
    }
  }
  return scripts;
}

/**
 * Runs one measurement for each SDK in turn, `times` rounds long: a busy moment of the machine then falls on
 * all of them and not on one.
 */
async function measureAll({ name, times, run, sdks, failed }) {
  const samples = new Map(sdks.map((sdk) => [sdk.name, []]));
  for (let round = 1; round <= times; round += 1) {
    progress(`${name}: round ${round} of ${times}`);
    for (const sdk of sdks) {
      if (failed.has(sdk.name)) continue;
      try {
        samples.get(sdk.name).push(await run(sdk.name));
      } catch (error) {
        failed.set(sdk.name, `${name}: ${firstLines(error)}`);
      }
    }
  }
  return samples;
}

async function finish(report) {
  const pugmark = report.results.find(({ name }) => name === 'pugmark');
  const goals = checkGoals(report.results);
  const directory = new URL('../results/', import.meta.url);
  await mkdir(directory, { recursive: true });
  await writeFile(new URL('browser.json', directory), `${JSON.stringify({ ...report, goals }, null, 2)}\n`);

  console.log(options.json ? JSON.stringify({ ...report, goals }, null, 2) : formatReport(report));
  const missed = goals.some(({ reached }) => !reached) || (options.check && !pugmark);
  if (report.failures.length > 0 || (options.check && missed)) process.exitCode = 1;
}

/** To stderr, so that `--json` stays clean. */
function progress(text) {
  process.stderr.write(`${text}\n`);
}

function firstLines(error) {
  return String(error?.message ?? error)
    .split('\n')
    .slice(0, 3)
    .join(' ');
}
