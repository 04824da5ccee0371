/**
 * `pnpm sim --seed N --schedules M`: runs the engine through M seeded schedules of faults, beginning with seed N.
 * The first that breaks a promise is printed with the least that still breaks it, and the exit code is 1.
 */
import { parseArgs } from 'node:util';
import { findFailure } from '../packages/core/dist/testing/index.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    schedules: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [seed, schedules] = [values.seed, values.schedules].map(Number);

if (values.help) {
  console.log('Usage: pnpm sim [--seed N] [--schedules M]\n\nSeeds N to N + M - 1; both are 1 by default.');
} else if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(schedules) || schedules < 1) {
  console.error('--seed and --schedules must be whole numbers, such as --seed 1 --schedules 10000');
  process.exitCode = 2;
} else {
  await run(seed, schedules);
}

/** @param {number} first @param {number} count */
async function run(first, count) {
  const start = performance.now();
  // In portions, so that a long run shows that it is under way.
  const portion = 5000;
  for (let done = 0; done < count; done += portion) {
    const failure = await findFailure(first + done, Math.min(portion, count - done));
    if (failure) {
      console.error(`seed ${failure.seed} breaks a promise:\n  ${failure.broken.join('\n  ')}`);
      console.error(`the least that still breaks one, in the world of that seed:`);
      for (const step of failure.smallest.steps) console.error(`  ${JSON.stringify(step)}`);
      process.exitCode = 1;
      return;
    }
    if (done + portion < count) console.log(`${done + portion} schedules, all promises kept`);
  }
  console.log(
    `${count} schedules, all promises kept, in ${Math.round((performance.now() - start) / 1000)} s`,
  );
}
