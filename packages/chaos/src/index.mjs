import { parseArgs } from 'node:util';
import { startCollector } from './collector.mjs';
import { engines } from './engines/index.mjs';
import { formatTable } from './report.mjs';
import { scenarios } from './scenarios/index.mjs';
import { openSite } from './site.mjs';
import { createWorld } from './world.mjs';

const HELP = `Usage: pnpm chaos [--engine chromium,firefox,webkit] [--only text] [--at-once 3] [--json]
  --engine   the browsers to run in; default chromium
  --only     scenarios whose title contains this text
  --at-once  scenarios that run side by side; default 3
  --json     print the accounts as JSON instead of a table
Exit code 1 when a promise was broken.`;

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'chromium' },
    only: { type: 'string', default: '' },
    'at-once': { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (options.help) console.log(HELP);
else process.exitCode = await main();

async function main() {
  const parts = { site: await openSite(), collector: await startCollector() };
  const results = [];
  try {
    for (const name of options.engine.split(',')) {
      const engine = engines.find((each) => each.name === name);
      if (!engine)
        throw new Error(`No engine "${name}"; there are ${engines.map((each) => each.name).join(', ')}`);
      const queue = scenarios.filter(
        ({ title, needs = [] }) =>
          title.includes(options.only) && needs.every((need) => engine.can.includes(need)),
      );
      const work = async () => {
        for (let next = queue.shift(); next; next = queue.shift())
          results.push(await play(next, engine, parts));
      };
      await Promise.all(Array.from({ length: Number(options['at-once']) }, work));
    }
  } finally {
    parts.site.close();
    await parts.collector.close();
  }
  results.sort((a, b) => a.order - b.order);
  console.log(options.json ? JSON.stringify(results, null, 2) : formatTable(results));
  return results.length > 0 && results.every(({ isKept }) => isKept) ? 0 : 1;
}

/** Runs one scenario in a world of its own. */
async function play(scenario, engine, parts) {
  const order = scenarios.indexOf(scenario);
  const started = Date.now();
  const world = await createWorld(engine, parts, `chaos_${engine.name}_${order}`);
  let error;
  let isLeftOut = false;
  try {
    isLeftOut = (await scenario.isPossible?.(world)) === false;
    if (!isLeftOut) await scenario.run(world);
  } catch (cause) {
    error = String(cause?.stack ?? cause);
  }
  const account = await world.judge();
  await world.end();
  const { tracked, lost, duplicates, unknown } = account;
  const isWell = tracked > 0 && !lost && !duplicates && !unknown && (scenario.isKept?.(account) ?? true);
  const isKept = !error && (isLeftOut || isWell);
  const seconds = (Date.now() - started) / 1000;
  const told = isLeftOut ? 'cannot' : isKept ? 'kept  ' : 'BROKEN';
  console.error(`${told} ${engine.name}: ${scenario.title} (${seconds.toFixed(1)} s)`);
  if (error) console.error(error);
  return {
    order,
    engine: engine.name,
    version: world.version,
    title: scenario.title,
    isKept,
    isLeftOut,
    error,
    ...account,
    seconds,
  };
}
