import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Built, buildPackage, runScript } from './testing/child.js';
import { type Collector, deadAddress, startCollector } from './testing/collector.js';
import { temporaryDirectory } from './testing/directory.js';

let built: Built;
beforeAll(async () => {
  built = await buildPackage();
}, 60_000);
afterAll(() => built?.remove());

const start = (options: object) => `
  const { init, track, flush, stop } = await import('${built.esm}');
  init(${JSON.stringify(options)});
`;
const track250 = "for (let i = 0; i < 250; i++) track('tick', { i });";

/** A later process that only starts and ends. */
const deliverTheRest = async (options: object) => {
  expect(await runScript(start(options)).ended).toMatchObject({ code: 0, output: '' });
};

const numbers = (collector: Collector) =>
  [...new Set(collector.events().map(({ properties }) => properties?.i as number))].sort((a, b) => a - b);
const ALL_250 = Array.from({ length: 250 }, (_, i) => i);

test.each([
  ['process.exit()', 'process.exit(3);', 3],
  ['an exception that nobody catches', "throw new Error('crash');", 1],
  ['a rejection that nobody handles', "Promise.reject(new Error('crash'));", 1],
  ['process.exit() a tick later', 'setImmediate(() => process.exit(3));', 3],
])(
  '%s right after the last of 250 events: the next process delivers all',
  async (_, end, code) => {
    const collector = await startCollector();
    const options = { apiUrl: collector.url, directory: temporaryDirectory() };
    expect(await runScript(`${start(options)} ${track250} ${end}`).ended).toMatchObject({ code });
    await deliverTheRest(options);
    expect(numbers(collector)).toEqual(ALL_250);
  },
  20_000,
);

test('SIGTERM while the collector is down: the next process delivers all', async () => {
  const directory = temporaryDirectory();
  const down = { apiUrl: await deadAddress(), directory, handleSignals: true, shutdownTimeout: 100 };
  const child = runScript(`${start(down)} ${track250}
    setInterval(() => {}, 60_000);
    console.log('ready');
  `);
  await child.printed('ready');
  child.process.kill('SIGTERM');
  const { signal, output } = await child.ended;
  expect(signal).toBe('SIGTERM');
  expect(output).toContain('kept on disk for the next process: 250');

  const port = Number(new URL(down.apiUrl).port);
  const collector = await startCollector(undefined, port);
  await deliverTheRest({ ...down, handleSignals: false, shutdownTimeout: 5000 });
  expect(numbers(collector)).toEqual(ALL_250);
}, 20_000);

test('a collector that is down while the process goes on tracking: all arrives when it is back', async () => {
  const apiUrl = await deadAddress();
  const child = runScript(`${start({ apiUrl, directory: temporaryDirectory(), handleSignals: true })}
    let count = 0;
    setInterval(() => {
      for (let i = 0; i < 10; i++) track('tick', { i: count++ });
      if (count % 500 === 0) console.log('tracked 500');
    }, 5);
  `);
  await child.printed('tracked 500', 2);
  const collector = await startCollector(undefined, Number(new URL(apiUrl).port));
  await child.printed('tracked 500', 3);
  child.process.kill('SIGTERM');
  const { output } = await child.ended;
  expect(output).not.toContain('not delivered');
  const { length } = numbers(collector);
  expect(length).toBeGreaterThanOrEqual(1500);
  expect(numbers(collector)[length - 1]).toBe(length - 1);
}, 20_000);

/** Before the tracker: prints what the disk has taken, as `stored <stream> <highest number>`. */
const reportStored = `
  import fs from 'node:fs';
  const write = fs.writeSync;
  fs.writeSync = (descriptor, bytes, ...rest) => {
    const written = write(descriptor, bytes, ...rest);
    const text = bytes.toString();
    const [, stream] = /"streamId":"([^"]+)"/.exec(text) ?? [];
    const highest = Math.max(...[...text.matchAll(/"seq":(\\d+)/g)].map(([, seq]) => Number(seq)));
    if (stream) write(1, \`stored \${stream} \${highest}\\n\`);
    return written;
  };
`;

test('a process that lives takes over from one that was killed', async () => {
  const collector = await startCollector();
  const options = { apiUrl: collector.url, directory: temporaryDirectory() };
  // Only its look at the others comes sooner than in life.
  const living = runScript(`
    const { setInterval: real } = globalThis;
    globalThis.setInterval = (action, ms) => real(action, ms / 300);
    ${start(options)}
    real(() => {}, 60_000);
    console.log('ready');
  `);
  await living.printed('ready');
  const other = runScript(`${reportStored} ${start({ ...options, batchSize: 1000, batchInterval: 600_000 })}
    track('seen');
    setInterval(() => {}, 60_000);
  `);
  await other.printed('stored ');
  expect(collector.received).toEqual([]);
  const arrived = collector.next();
  other.process.kill('SIGKILL');
  await arrived;
  expect(collector.events()).toMatchObject([{ eventName: 'seen', seq: 1 }]);
  living.process.kill('SIGKILL');
  await living.ended;
}, 20_000);

test('two workers at a time, killed at random moments for 20 rounds: nothing that the disk had is lost', async () => {
  const collector = await startCollector();
  const options = { apiUrl: collector.url, directory: temporaryDirectory() };
  const script = `${reportStored} ${start(options)}
    setInterval(() => { for (let i = 0; i < 10; i++) track('tick', { i }); }, 1);
  `;
  const kill = async () => {
    const worker = runScript(script);
    await worker.printed('stored ', 1 + Math.floor(Math.random() * 20));
    // Every other one in the middle of sending.
    if (Math.random() < 0.5) await collector.next();
    worker.process.kill('SIGKILL');
    return (await worker.ended).output;
  };
  let output = '';
  for (let round = 0; round < 20; round++) output += (await Promise.all([kill(), kill()])).join('');
  await deliverTheRest(options);

  const stored = new Map(
    [...output.matchAll(/^stored (\S+) (\d+)$/gm)].map(([, stream, seq]) => [stream, Number(seq)]),
  );
  const arrived = new Map<string | undefined, Set<number | undefined>>();
  for (const { streamId, seq } of collector.events())
    arrived.set(streamId, (arrived.get(streamId) ?? new Set()).add(seq));
  expect(stored.size).toBe(40);
  for (const [stream, highest] of stored) {
    const seqs = arrived.get(stream) ?? new Set();
    expect(seqs.size).toBeGreaterThanOrEqual(highest);
    // No gap: 1 to the last that arrived.
    expect(Math.max(...[...seqs].map(Number))).toBe(seqs.size);
  }
}, 60_000);

describe('where the directory cannot be written', () => {
  const inTheWay = () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, 'no directory');
    return join(file, 'queue');
  };
  const warnings = (output: string, text: string) => output.split(`pugmark: ${text}`).length - 1;

  test('all is delivered from memory, with one warning', async () => {
    const collector = await startCollector();
    const { code, output } = await runScript(
      `${start({ apiUrl: collector.url, directory: inTheWay() })} ${track250}`,
    ).ended;
    expect(code).toBe(0);
    expect(numbers(collector)).toEqual(ALL_250);
    expect(warnings(output, '')).toBe(1);
    expect(warnings(output, 'storage is blocked or full')).toBe(1);
  }, 20_000);

  test('what was not delivered is counted at process.exit()', async () => {
    const options = { apiUrl: await deadAddress(), directory: inTheWay() };
    const { code, output } = await runScript(`${start(options)} ${track250} process.exit(3);`).ended;
    expect(code).toBe(3);
    expect(warnings(output, 'not delivered, and lost when the process ends: 250')).toBe(1);
  }, 20_000);

  test('memory is bounded, and what it could not hold is counted', async () => {
    const options = { apiUrl: await deadAddress(), directory: inTheWay(), maxQueueBytes: 100_000 };
    const { output } = await runScript(`${start({ ...options, shutdownTimeout: 100 })}
      for (let i = 0; i < 100; i++) {
        for (let j = 0; j < 100; j++) track('tick', { i, j });
        await new Promise(setImmediate);
      }
      const { tracked, queued, dropped } = await flush();
      console.log(JSON.stringify([tracked === queued + dropped.overflow, queued < 1000]));
    `).ended;
    expect(output).toContain('[true,true]');
    expect(warnings(output, 'storage is blocked or full')).toBe(1);
    expect(warnings(output, 'not delivered, and lost when the process ends: ')).toBe(1);
  }, 20_000);
});
