import { createRequire } from 'node:module';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from '../read-options.mjs';
import { versionOf } from '../sdks/index.mjs';
import { formatTable } from '../table.mjs';
import { buildApp } from './build.mjs';
import { measureOffline } from './measure.mjs';
import { scriptBytes } from './size.mjs';

const HELP = `Usage: pnpm bench:taro [--json] [--check]
  --json   print the results as JSON instead of a table
  --check  exit with 1 when Pugmark misses a goal`;

const file = (name) => fileURLToPath(new URL(`sdks/${name}.js`, import.meta.url));
const require = createRequire(import.meta.url);
const dist = (name) => join(dirname(require.resolve('@pugmark/taro/package.json')), 'dist', `${name}.js`);
const lean = (name) => ({ '@pugmark/taro': file('lean'), 'pugmark-taro-lean': dist(name) });

/** What stands in for the package that the example imports. */
const APPS = [
  { name: 'none', alias: { '@pugmark/taro': file('none') } },
  { name: 'pugmark', package: '@pugmark/taro', alias: {}, goal: { gzip: 9.5, raw: 24 } },
  {
    name: 'pugmark, ES2017',
    package: '@pugmark/taro',
    alias: { '@pugmark/taro': dist('es2017/index') },
  },
  {
    name: 'pugmark, init and track',
    package: '@pugmark/taro',
    alias: lean('lean'),
    goal: { gzip: 8.3, raw: 19.5 },
  },
  {
    name: 'pugmark, init and track, ES2017',
    package: '@pugmark/taro',
    alias: lean('es2017/lean'),
    goal: { gzip: 7.8, raw: 17 },
  },
  { name: 'sensors', package: 'sa-sdk-miniprogram', alias: { '@pugmark/taro': file('sensors') } },
  { name: 'umtrack', package: 'umtrack-wx', alias: { '@pugmark/taro': file('umtrack') } },
];

const options = readOptions(HELP);

await main();

async function main() {
  const before = loadavg()[0];
  const bytes = new Map();
  for (const { name, alias } of APPS) {
    progress(`building the app with ${name}`);
    bytes.set(name, await withApp(alias, scriptBytes));
  }
  const sizes = APPS.slice(1).map((sdk) => ({
    name: sdk.name,
    version: versionOf(sdk),
    goal: sdk.goal,
    gzip: bytes.get(sdk.name).gzip - bytes.get('none').gzip,
    raw: bytes.get(sdk.name).raw - bytes.get('none').raw,
  }));
  progress('1,000 events offline');
  const { together, apart } = await withApp(
    { '@pugmark/taro': file('probe'), 'pugmark-taro': dist('index') },
    measureOffline,
  );

  const goals = [
    ...sizes
      .filter(({ goal }) => goal)
      .flatMap(({ name, goal, gzip, raw }) => [
        { title: `added to a build by ${name}, gzip`, measured: gzip / 1000, limit: goal.gzip, unit: 'KB' },
        { title: `added to a build by ${name}, raw`, measured: raw / 1000, limit: goal.raw, unit: 'KB' },
      ]),
    { title: 'synchronous reads at init', measured: together.syncReads, limit: 1, unit: '' },
    { title: 'track(), median', measured: Math.max(together.track, apart.track), limit: 20, unit: 'µs' },
    { title: '1,000 events in a task, storage writes', measured: together.writes, limit: 12, unit: '' },
    { title: 'lost after the kill', measured: 2000 - together.arrived - apart.arrived, limit: 0, unit: '' },
  ].map((goal) => ({ ...goal, reached: goal.measured <= goal.limit }));
  const load = { before, after: loadavg()[0] };
  console.log(
    options.json
      ? JSON.stringify({ date: new Date().toISOString(), load, sizes, together, apart, goals }, null, 2)
      : report(load, sizes, together, apart, goals),
  );
  if (options.check && goals.some(({ reached }) => !reached)) process.exitCode = 1;
}

async function withApp(alias, measure) {
  const app = await buildApp(alias);
  try {
    return await measure(app.output);
  } finally {
    await app.remove();
  }
}

function report(load, sizes, together, apart, goals) {
  const row = (title, result) => [
    title,
    result.track.toFixed(1),
    `${result.writes}`,
    `${result.syncReads}`,
    `${result.arrived}`,
    `${result.duplicates}`,
  ];
  return [
    `Load average before ${load.before.toFixed(1)}, after ${load.after.toFixed(1)}.`,
    '',
    'Added to a build for WeChat:',
    formatTable(
      ['', 'gzip KB', 'raw KB'],
      sizes.map(({ name, version, gzip, raw }) => [
        `${name} ${version}`,
        (gzip / 1000).toFixed(1),
        (raw / 1000).toFixed(1),
      ]),
    ),
    '',
    '1,000 events offline, then killed and opened again online:',
    formatTable(
      ['', 'track µs', 'writes', 'sync reads at init', 'arrived', 'twice'],
      [row('in one task', together), row('in a task each', apart)],
    ),
    '',
    'Goals:',
    ...goals.map(
      ({ title, measured, limit, unit, reached }) =>
        `  ${reached ? 'reached' : 'MISSED '}  ${title}: ${Number(measured.toFixed(1))} ${unit} (at most ${limit})`,
    ),
  ].join('\n');
}

function progress(text) {
  process.stderr.write(`${text}\n`);
}
