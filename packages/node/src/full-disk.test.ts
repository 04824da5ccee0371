import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Built, buildPackage, runScript } from './testing/child.js';
import { deadAddress, startCollector } from './testing/collector.js';
import { temporaryDirectory } from './testing/directory.js';

let built: Built;
beforeAll(async () => {
  built = await buildPackage();
}, 60_000);
afterAll(() => built?.remove());

/** The system itself lets a process write no byte more into files, as a full disk would; needs no rights. */
const allow = (pid: number | undefined, bytes: number | 'unlimited') =>
  execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:unlimited`]);

// Elsewhere there is no such limit that can be lifted again.
describe.runIf(process.platform === 'linux')('a disk that fills up', () => {
  test('costs the app one warning; all waits in memory, and goes to the disk when there is room again', async () => {
    const apiUrl = await deadAddress();
    const directory = temporaryDirectory();
    const service = runScript(`
      import fs from 'node:fs';
      const write = fs.writeSync;
      fs.writeSync = (descriptor, bytes, ...rest) => {
        const written = write(descriptor, bytes, ...rest);
        const numbers = [...bytes.toString().matchAll(/"i":(\\d+)/g)].map(([, i]) => Number(i));
        write(1, 'stored up to ' + Math.max(...numbers) + ' of ' + count + '\\n');
        return written;
      };
      const { createTracker } = await import('${built.esm}');
      const tracker = createTracker(${JSON.stringify({ apiUrl, directory })});
      tracker.on('error', ({ message }) => console.log('told: ' + message));
      const now = Date.now;
      let count = 0;
      const steps = {
        full() {},
        stillFull() {},
        // As if half a minute had passed: so long a disk that failed is left alone.
        room() {
          Date.now = () => now() + 31_000;
        },
      };
      const track100 = () => { for (let i = 0; i < 100; i++) tracker.track('tick', { i: count++ }); };
      track100();
      process.stdin.on('data', (name) => {
        steps[name]();
        track100();
        console.log('done ' + name + ' ' + JSON.stringify(tracker.stats()));
      });
    `);
    const step = async (name: string) => {
      service.process.stdin?.write(name);
      await service.printed(`done ${name}`);
    };
    await service.printed('stored up to 99 of 100');
    allow(service.process.pid, 0);
    await step('full');
    await service.printed('told: storage is blocked');
    await step('stillFull');
    allow(service.process.pid, 'unlimited');
    await step('room');
    await service.printed('stored up to 399 of 400');
    service.process.kill('SIGKILL');
    const { output } = await service.ended;
    expect(output.split('storage is blocked or full')).toHaveLength(3);
    expect(output).toContain('told: storage is blocked or full');
    expect(output).toContain(
      'done room {"tracked":400,"adopted":0,"acknowledged":0,"queued":400,"dropped":{}}',
    );

    const collector = await startCollector(undefined, Number(new URL(apiUrl).port));
    const next = `import { createTracker } from '${built.esm}';
      createTracker(${JSON.stringify({ apiUrl, directory })});`;
    expect(await runScript(next).ended).toMatchObject({ code: 0, output: '' });
    const numbers = collector.events().map(({ properties }) => properties?.i as number);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, i) => i));
  }, 30_000);
});
