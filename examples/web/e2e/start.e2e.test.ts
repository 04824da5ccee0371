import { readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEvents, temporaryDirectory } from './testing/collector.ts';
import { ROOT, runNode, stopAll } from './testing/process.ts';

const PATIENCE = { timeout: 60_000, interval: 100 };

describe('npm start', () => {
  let data: string;

  beforeEach(async () => {
    data = await temporaryDirectory();
  });
  afterEach(async () => {
    await stopAll();
    await rm(data, { recursive: true, force: true });
  });

  async function start() {
    const program = runNode([`${ROOT}/scripts/start.mjs`, '--port', '0', '--web-port', '0', '--data', data]);
    const address = async (name: string) =>
      (await program.printed(new RegExp(`^ *${name} +(http://\\S+)`, 'm')))[1] as string;
    const [collector, page, orders] = [
      await address('Collector and live view'),
      await address('Example page'),
      await address('Order service'),
    ];
    return { program, collector, page, orders };
  }

  const countOrders = async (collector: string) =>
    (await readEvents(collector)).filter(({ eventName }) => eventName === 'order_completed').length;

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'runs all, ends on %s with nothing left, and keeps the rows',
    async (signal) => {
      const first = await start();
      expect(first.page).toMatch(/\/t\/[\w-]+$/);
      expect(await (await fetch(first.page)).text()).toContain(`content="${first.collector}"`);
      await expect.poll(() => countOrders(first.collector), PATIENCE).toBe(4);
      await first.program.printed(/^\d\d:\d\d:\d\d +\d+ accepted .*order_created/m);

      expect(await first.program.stop(signal)).toBe(0);
      for (const url of [first.collector, first.page, first.orders])
        await expect(fetch(url)).rejects.toThrow();

      const second = await start();
      expect(await countOrders(second.collector)).toBeGreaterThanOrEqual(4);
      expect(await second.program.stop(signal)).toBe(0);
    },
  );

  it.each([
    ['--port', 'PUGMARK_PORT'],
    ['--web-port', 'PUGMARK_WEB_PORT'],
  ])('names the port that is taken, and how to choose another: %s', async (flag, variable) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const args = { '--port': '0', '--web-port': '0', '--data': data, [flag]: String(port) };

    const program = runNode([`${ROOT}/scripts/start.mjs`, ...Object.entries(args).flat()]);

    expect(await program.ended).toBe(1);
    expect(program.output()).toContain(`Port ${port} `);
    expect(program.output()).toContain(`${flag} ${port + 1} (or ${variable}=${port + 1})`);
    other.close();
  });

  it('takes everything down when one part dies', async () => {
    const { program, collector, page } = await start();
    // The collector's lock on its directory tells which process it is.
    const [lock] = (await readdir(data)).filter((name) => name.startsWith('lock.'));
    const { pid } = JSON.parse(await readFile(`${data}/${lock}`, 'utf8'));
    process.kill(pid, 'SIGKILL');
    expect(await program.ended).toBe(1);
    expect(program.output()).toContain('The collector has ended');
    for (const url of [collector, page]) await expect(fetch(url)).rejects.toThrow();
  });
});
