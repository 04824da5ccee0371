import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Built, buildPackage, runScript } from './testing/child.js';
import { startCollector } from './testing/collector.js';
import { startTracking } from './testing/tracking.js';
import { withFlush } from './with-flush.js';

let built: Built;
beforeAll(async () => {
  built = await buildPackage();
}, 60_000);
afterAll(() => built.remove());

const script = (url: string, call: string) => `
  import { init, track, withFlush } from ${JSON.stringify(built.esm)};
  init({ apiUrl: ${JSON.stringify(url)}, durability: 'memory', batchInterval: 60000 });
  const handler = withFlush(async (event) => {
    track('invoked', { id: event.id });
    return { statusCode: 200 };
  });
  ${call}
  process.kill(process.pid, 'SIGKILL');
`;

test('a platform that freezes the process after the answer has got the events', async () => {
  const collector = await startCollector();
  const child = runScript(
    script(collector.url, `console.log(JSON.stringify(await handler({ id: 1 }, { awsRequestId: 'r' })));`),
  );
  expect((await child.ended).signal).toBe('SIGKILL');
  expect(collector.events()).toMatchObject([{ eventName: 'invoked', properties: { id: 1 } }]);
});

test('waitUntil delivers after the answer', async () => {
  const collector = await startCollector();
  const child = runScript(
    script(
      collector.url,
      `const platform = { work: [], waitUntil(promise) { this.work.push(promise); } };
       await handler({ id: 2 }, {}, platform);
       if (platform.work.length !== 1) throw new Error('no work was handed over');
       await Promise.all(platform.work);`,
    ),
  );
  expect((await child.ended).signal).toBe('SIGKILL');
  expect(collector.events()).toMatchObject([{ eventName: 'invoked', properties: { id: 2 } }]);
});

test('what the handler throws stays, and what it tracked before arrives', async () => {
  const { tracker, arrived } = await startTracking();
  const fails = withFlush(
    () => {
      tracker.track('tried');
      throw new RangeError('of the handler');
    },
    { tracker },
  );
  await expect(fails()).rejects.toThrow(RangeError);
  expect(tracker.stats()).toMatchObject({ acknowledged: 1, queued: 0 });
  expect(await arrived()).toHaveLength(1);
});
