import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Built, buildPackage, runScript } from './testing/child.js';
import { startCollector } from './testing/collector.js';
import { temporaryDirectory } from './testing/directory.js';

let built: Built;
beforeAll(async () => {
  built = await buildPackage();
}, 60_000);
afterAll(() => built?.remove());

/** An app one part of which imports the package, while another requires it: two copies of its code. */
const bothFormats = () => `
  import { createRequire } from 'node:module';
  import * as imported from '${built.esm}';
  const required = createRequire(import.meta.url)(${JSON.stringify(built.cjs)});
  if (imported.createTracker === required.createTracker) throw new Error('one copy only');
`;

test.each([
  ['import', 'require', 'imported', 'required'],
  ['require', 'import', 'required', 'imported'],
])(
  'a context set with %s is seen by what tracks with %s, and the default tracker is one',
  async (_, __, outer, inner) => {
    const collector = await startCollector();
    const options = JSON.stringify({ apiUrl: collector.url, directory: temporaryDirectory() });
    const script = `${bothFormats()}
      ${inner}.withContext({ userId: 'early' }, () => ${inner}.track('before_init'));
      ${outer}.init(${options});
      await ${outer}.withContext({ userId: 'u-1', sessionId: 's-1' }, async () => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        ${inner}.updateContext({ identities: { orderId: 'o-1' } });
        ${inner}.trackBusinessEvent('order_paid', { amount: 199 });
      });
      if (${inner}.init(${options}) !== ${outer}.init(${options})) throw new Error('two trackers');
    `;
    expect(await runScript(script).ended).toMatchObject({ code: 0, output: '' });
    expect(collector.events()).toMatchObject([
      { eventName: 'before_init', userId: 'early' },
      { eventName: 'order_paid', userId: 'u-1', sessionId: 's-1', identities: { orderId: 'o-1' } },
    ]);
  },
  20_000,
);

test('a signal ends the process when the trackers of both have delivered', async () => {
  const quick = await startCollector();
  const slow = await startCollector((response) => {
    // Answered only after the quick one could have ended the process.
    setTimeout(() => response.end(JSON.stringify({ accepted: 1, duplicates: 0, rejected: [] })), 300);
  });
  const options = (apiUrl: string) =>
    JSON.stringify({ apiUrl, directory: temporaryDirectory(), handleSignals: true });
  const child = runScript(`${bothFormats()}
    imported.createTracker(${options(quick.url)}).track('a');
    const tracker = required.createTracker(${options(slow.url)});
    tracker.on('ack', () => console.log('both delivered'));
    tracker.track('b');
    setInterval(() => {}, 60_000);
    console.log('ready');
  `);
  await child.printed('ready');
  child.process.kill('SIGTERM');
  const { signal, output } = await child.ended;
  expect(signal).toBe('SIGTERM');
  expect(output).toContain('both delivered');
}, 20_000);
