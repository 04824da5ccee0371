import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Built, buildPackage, runScript } from './testing/child.js';
import { deadAddress, hang, startCollector } from './testing/collector.js';
import { temporaryDirectory } from './testing/directory.js';

let built: Built;
beforeAll(async () => {
  built = await buildPackage();
}, 60_000);
afterAll(() => built?.remove());

const start = (options: object) => `
  import { init, track, flush, stop } from '${built.esm}';
  init(${JSON.stringify({ directory: temporaryDirectory(), ...options })});
`;

test('a script that tracks and just ends delivers everything, then ends by itself', async () => {
  const collector = await startCollector();
  const script = `${start({ apiUrl: collector.url })} for (let i = 0; i < 1000; i++) track('tick', { i });`;
  const { code, output, took } = await runScript(script).ended;
  expect({ code, output }).toEqual({ code: 0, output: '' });
  expect(collector.events().map(({ properties }) => properties?.i)).toEqual(
    Array.from({ length: 1000 }, (_, i) => i),
  );
  // Neither the interval of 5 s nor the kept connection holds it.
  expect(took).toBeLessThan(4000);
}, 20_000);

test('the same with require', async () => {
  const collector = await startCollector();
  const script = `
    const { createTracker } = require(${JSON.stringify(built.cjs)});
    createTracker({ apiUrl: '${collector.url}', directory: '${temporaryDirectory()}' }).track('tick');
  `;
  expect(await runScript(script, 'commonjs').ended).toMatchObject({ code: 0, output: '' });
  expect(collector.events()).toHaveLength(1);
}, 20_000);

test('a tracker with nothing to send does not hold the process', async () => {
  const collector = await startCollector();
  expect(await runScript(start({ apiUrl: collector.url })).ended).toMatchObject({ code: 0, output: '' });
  expect(collector.connections).toHaveLength(0);
}, 20_000);

test('flush can be awaited at the top of a module', async () => {
  const collector = await startCollector();
  const script = `${start({ apiUrl: collector.url })} track('tick'); console.log((await flush()).acknowledged);`;
  expect(await runScript(script).ended).toMatchObject({
    code: 0,
    output: '1\n',
  });
}, 20_000);

test.each([
  ['hangs', async () => (await startCollector(hang)).url],
  ['is down', deadAddress],
])(
  'a collector that %s does not keep a finished process for longer than shutdownTimeout',
  async (_, where) => {
    const options = { apiUrl: await where(), shutdownTimeout: 300, batchSize: 1 };
    const { code, output, took } = await runScript(`${start(options)} track('tick');`).ended;
    expect(code).toBe(0);
    expect(output).toContain('kept on disk for the next process: 1');
    expect(took).toBeLessThan(4000);
  },
  20_000,
);

test.each(['SIGTERM', 'SIGINT'] as const)(
  'handleSignals delivers, then ends by %s',
  async (signal) => {
    const collector = await startCollector();
    const child = runScript(`${start({ apiUrl: collector.url, handleSignals: true })}
    track('tick');
    setInterval(() => {}, 60_000);
    console.log('ready');
  `);
    await child.printed('ready');
    child.process.kill(signal);
    expect(await child.ended).toMatchObject({ code: null, signal });
    expect(collector.events()).toHaveLength(1);
  },
  20_000,
);

test('a second signal ends a process whose last flush hangs', async () => {
  const collector = await startCollector(hang);
  const child = runScript(`${start({ apiUrl: collector.url, handleSignals: true, shutdownTimeout: 600_000 })}
    track('tick');
    setInterval(() => {}, 60_000);
    console.log('ready');
  `);
  const asked = collector.next();
  await child.printed('ready');
  child.process.kill('SIGTERM');
  await asked;
  child.process.kill('SIGTERM');
  expect(await child.ended).toMatchObject({ signal: 'SIGTERM' });
}, 20_000);

test('without handleSignals the app decides: its own handler awaits stop()', async () => {
  const collector = await startCollector();
  const child = runScript(`${start({ apiUrl: collector.url })}
    track('tick');
    process.once('SIGTERM', () => stop().then(({ acknowledged }) => process.exit(acknowledged)));
    setInterval(() => {}, 60_000);
    console.log('ready');
  `);
  await child.printed('ready');
  child.process.kill('SIGTERM');
  expect(await child.ended).toMatchObject({ code: 1, signal: null });
  expect(collector.events()).toHaveLength(1);
}, 20_000);
