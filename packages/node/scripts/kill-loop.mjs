#!/usr/bin/env node
/**
 * Kills real processes at random moments while they track, with SIGKILL, round after round, against a real collector
 * with its embedded store; then compares what they tracked with what the store holds.
 *
 *     pnpm --filter @pugmark/node run kill-loop --rounds 100 --workers 2
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judge } from './kill-loop/judge.mjs';

const { values } = parseArgs({
  // pnpm hands the separator on.
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    rounds: { type: 'string', default: '100' },
    workers: { type: 'string', default: '2' },
    window: { type: 'string', default: '20' },
    longest: { type: 'string', default: '800' },
    json: { type: 'boolean', default: false },
  },
});
const [rounds, workersAtOnce, window, longest] = [
  values.rounds,
  values.workers,
  values.window,
  values.longest,
].map(Number);
const PACES = ['busy', 'bursts', 'quiet'];

const scriptPath = (name) => fileURLToPath(new URL(`./kill-loop/${name}.mjs`, import.meta.url));
const root = await mkdtemp(join(tmpdir(), 'pugmark-kill-loop-'));
const queue = join(root, 'queue');
const collector = fork(scriptPath('collector'), [join(root, 'data')]);
const [apiUrl] = await once(collector, 'message');

/** One life: from its start to a kill at a random moment after it began to track. */
function live(id, pace) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [scriptPath('worker'), apiUrl, queue, id, pace]);
    let output = '';
    let killedAt = 0;
    let isArmed = false;
    const kill = () => {
      killedAt = Date.now();
      child.kill('SIGKILL');
    };
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (isArmed) return;
      isArmed = true;
      // Every fifth one right at its start.
      setTimeout(kill, Math.random() < 0.2 ? 0 : Math.random() * longest);
    });
    child.stderr.pipe(process.stderr);
    child.on('error', reject);
    child.on('close', () => {
      const lines = [...output.matchAll(/^(\d+) (\d+) (\d+)$/gm)];
      const tracked = lines.map(([, first, last, time]) => ({ first: +first, last: +last, time: +time }));
      resolve({ id, tracked, killedAt });
    });
  });
}

function finish() {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [scriptPath('finish'), apiUrl, queue]);
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.pipe(process.stderr);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code) reject(new Error(`the last process ended with ${code}`));
      else resolve(JSON.parse(output));
    });
  });
}

const load = loadavg()[0];
const workers = [];
for (let round = 0; round < rounds; round++) {
  const lives = Array.from({ length: workersAtOnce }, (_, index) =>
    live(`${round}.${index}`, PACES[(round + index) % PACES.length]),
  );
  workers.push(...(await Promise.all(lives)));
  if ((round + 1) % 10 === 0) process.stderr.write(`round ${round + 1} of ${rounds}\n`);
}
const { queued } = await finish();

const answer = once(collector, 'message');
collector.send('what do you hold?');
const [{ keys, total, resent }] = await answer;
const result = {
  rounds,
  workers: workers.length,
  ...judge(workers, keys, window),
  window,
  /** Numbers missing within a stream. */
  gaps: total.lost,
  dropped: total.dropped,
  queued,
  resent,
  loadBefore: load,
  loadAfter: loadavg()[0],
};
await once(collector, 'exit');
await rm(root, { recursive: true, force: true });

if (values.json) console.log(JSON.stringify(result));
else console.table(result);
if (result.lostBeyond || result.duplicates || result.gaps || result.dropped || queued) process.exitCode = 1;
