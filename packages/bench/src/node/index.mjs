import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { readOptions } from '../read-options.mjs';
import { versionOf } from '../sdks/index.mjs';
import { medianOf, sumOf } from '../statistics.mjs';
import { measureBurst, measureSteadyFlow } from './flow.mjs';
import { endings, measureEnding, measureKill, measureOutage } from './loss.mjs';
import { checkNodeGoals, formatNodeReport } from './report.mjs';
import { NODE_SDKS } from './sdks/index.mjs';
import { measureThroughput } from './throughput.mjs';

const HELP = `Usage: pnpm bench:node [--only pugmark,segment] [--runs 3] [--events 50000] [--bursts 3] [--skip speed,flow,loss,outage] [--json] [--check]
  --only    the SDKs to measure, all without it
  --runs    runs of the events end to end
  --events  how many of them
  --bursts  bursts of 50,000 events, each in a process of its own
  --skip    parts to leave out: speed, flow, loss, outage
  --json    print the results as JSON instead of tables
  --check   exit with 1 when Pugmark misses a goal`;

const options = readOptions(HELP, {
  only: { type: 'string' },
  runs: { type: 'string', default: '3' },
  events: { type: 'string', default: '50000' },
  bursts: { type: 'string', default: '3' },
  skip: { type: 'string', default: '' },
});

await main();

async function main() {
  const [runs, events, bursts] = [options.runs, options.events, options.bursts].map(Number);
  const skipped = options.skip.split(',');
  const only = options.only?.split(',');
  const sdks = NODE_SDKS.filter(({ name }) => !only || only.includes(name));
  const failures = [];
  const before = loadavg()[0];
  const results = new Map(sdks.map((sdk) => [sdk.name, { ...sdk, version: versionOf(sdk) }]));

  const attempt = async (name, what, measure) => {
    process.stderr.write(`${name}: ${what}\n`);
    try {
      return await measure();
    } catch (error) {
      failures.push({ name, error: `${what}: ${error.message}` });
      return undefined;
    }
  };

  if (!skipped.includes('speed')) {
    const samples = new Map(sdks.map(({ name }) => [name, []]));
    // Round by round: a busy moment of the machine then falls on all of them.
    for (let round = 1; round <= runs; round += 1) {
      for (const { name } of sdks) {
        const what = `${events} events, run ${round} of ${runs}`;
        const sample = await attempt(name, what, () => measureThroughput(name, events));
        if (sample) samples.get(name).push(sample);
      }
    }
    for (const [name, list] of samples)
      if (list[0]) Object.assign(results.get(name), { speed: medianOf(list), samples: list });
  }

  if (!skipped.includes('flow')) {
    for (const { name } of sdks) {
      const steady = await attempt(name, 'steady flow', () => measureSteadyFlow(name));
      if (steady) Object.assign(results.get(name), { steady });
    }
    const samples = new Map(sdks.map(({ name }) => [name, []]));
    for (let round = 1; round <= bursts; round += 1) {
      for (const { name } of sdks) {
        const sample = await attempt(name, `burst ${round} of ${bursts}`, () => measureBurst(name));
        if (sample) samples.get(name).push(sample);
      }
    }
    for (const [name, list] of samples)
      if (list[0]) Object.assign(results.get(name), { bursts: sumOf(list), burstSamples: list });
  }

  const noteLoss = (name, what, result) => {
    if (!result) return;
    const { missing: _, ...figures } = result;
    results.get(name).loss = { ...results.get(name).loss, [what]: figures };
  };
  if (!skipped.includes('loss')) {
    for (const { name } of sdks) {
      for (const ending of Object.keys(endings))
        noteLoss(name, ending, await attempt(name, ending, () => measureEnding(name, ending)));
      noteLoss(name, 'sigkill', await attempt(name, 'SIGKILL', () => measureKill(name)));
    }
  }
  if (!skipped.includes('outage')) {
    for (const seconds of [10, 60]) {
      // All at once: they only wait.
      await Promise.all(
        sdks.map(async ({ name }) => {
          const what = `server down ${seconds} s`;
          noteLoss(name, `down${seconds}`, await attempt(name, what, () => measureOutage(name, seconds)));
        }),
      );
    }
  }

  const report = {
    date: new Date().toISOString(),
    node: process.version,
    cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}`,
    events,
    runs,
    load: { before, after: loadavg()[0] },
    results: [...results.values()],
    failures,
  };
  const goals = checkNodeGoals(report.results);
  const directory = new URL('../../results/', import.meta.url);
  await mkdir(directory, { recursive: true });
  await writeFile(new URL('node.json', directory), `${JSON.stringify({ ...report, goals }, null, 2)}\n`);
  console.log(options.json ? JSON.stringify({ ...report, goals }, null, 2) : formatNodeReport(report));
  const missed = !goals[0] || goals.some(({ reached }) => !reached);
  if (failures[0] || (options.check && missed)) process.exitCode = 1;
}
