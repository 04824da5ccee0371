import { setTimeout as wait } from 'node:timers/promises';
import { countLost } from './count-lost.mjs';
import { withDirectory } from './directory.mjs';
import { endOf, startChild } from './process.mjs';
import { withServerProcess } from './server.mjs';

/** What a kill may take, in ms. */
const WINDOW = 20;

/** 250 events, an end of some kind, and then the next process of the service. */
export const endings = {
  end: async () => 250,
  exit: async () => 250,
  async sigterm({ child, message }) {
    await message();
    child.kill('SIGTERM');
    return 250;
  },
};

/** @returns how many of the 250 events never arrived */
export function measureEnding(name, ending) {
  return withDirectory((directory) =>
    withServerProcess(async (server) => {
      const started = startChild(name, server.url, directory, ending);
      const tracked = await endings[ending](started);
      await endOf(started);
      return { tracked, ...(await countLost(name, server, directory, tracked)) };
    }),
  );
}

/** Killed while it tracks 5 events a millisecond. */
export function measureKill(name) {
  return withDirectory((directory) =>
    withServerProcess(async (server) => {
      const started = startChild(name, server.url, directory, 'sigkill');
      await new Promise((resolve) => started.child.stdout.once('data', resolve));
      await wait(700 + Math.random() * 300);
      started.child.kill('SIGKILL');
      await started.ended;
      const lines = [...started.output().matchAll(/^(\d+) (\d+)$/gm)].map(([, count, time]) => [
        +count,
        +time,
      ]);
      const [tracked, last] = lines.at(-1);
      const settled = lines.findLast(([, time]) => last - time > WINDOW)?.[0] ?? 0;
      const { lost, missing } = await countLost(name, server, directory, tracked);
      return { tracked, lost, beyond: missing.filter((index) => index < settled).length };
    }),
  );
}

/** The server goes down while the process tracks 500 events a second, and comes back. */
export function measureOutage(name, seconds) {
  return withDirectory((directory) =>
    withServerProcess(async (server) => {
      const started = startChild(name, server.url, directory, 'outage');
      await wait(2000);
      await server.ask('down');
      await wait(seconds * 1000);
      await server.ask('up');
      await wait(5000);
      const told = started.message();
      started.child.send('end');
      const { count, peak } = await told;
      await endOf(started);
      return { tracked: count, peak, ...(await countLost(name, server, directory, count)) };
    }),
  );
}
