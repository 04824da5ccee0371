import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Built, buildPackage, runScript } from './testing/child.js';
import { startCollector } from './testing/collector.js';
import { temporaryDirectory } from './testing/directory.js';

let built: Built;
beforeAll(async () => {
  built = await buildPackage();
}, 60_000);
afterAll(() => built?.remove());

/** A process whose main thread and whose worker thread each have a tracker. */
const twoThreads = (options: object, inWorker: string, inMain: string) => `
  import { Worker } from 'node:worker_threads';
  import { createTracker } from '${built.esm}';
  const tracker = createTracker(${JSON.stringify(options)});
  const worker = new Worker(${JSON.stringify(`
    import { parentPort } from 'node:worker_threads';
    import { createTracker } from '${built.esm}';
    const tracker = createTracker(${JSON.stringify(options)});
    for (let i = 0; i < 100; i++) tracker.track('in_worker', { i });
    ${inWorker}
  `)}, { eval: true });
  ${inMain}
`;

test('a worker thread is a stream of its own, and delivers before it ends by itself', async () => {
  const collector = await startCollector();
  const options = { apiUrl: collector.url, directory: temporaryDirectory() };
  const script = twoThreads(options, '', "tracker.track('in_main');");
  expect(await runScript(script).ended).toMatchObject({ code: 0, output: '' });
  const events = collector.events();
  expect(events.filter(({ eventName }) => eventName === 'in_worker')).toHaveLength(100);
  expect(events.filter(({ eventName }) => eventName === 'in_main')).toHaveLength(1);
  expect(new Set(events.map(({ streamId }) => streamId)).size).toBe(2);
}, 20_000);

test('what a terminated worker thread leaves is delivered by the process after', async () => {
  const collector = await startCollector();
  const options = { apiUrl: collector.url, directory: temporaryDirectory() };
  const script = twoThreads(
    { ...options, batchSize: 1000, batchInterval: 600_000 },
    "setImmediate(() => parentPort.postMessage('tracked'));",
    "worker.once('message', () => worker.terminate());",
  );
  expect(await runScript(script).ended).toMatchObject({ code: 0, output: '' });
  expect(collector.events()).toEqual([]);
  const next = `import { createTracker } from '${built.esm}'; createTracker(${JSON.stringify(options)});`;
  expect(await runScript(next).ended).toMatchObject({ code: 0, output: '' });
  expect(new Set(collector.events().map(({ seq }) => seq)).size).toBe(100);
}, 20_000);
