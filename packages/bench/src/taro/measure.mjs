import { setTimeout as sleep } from 'node:timers/promises';
import { makeEvent } from '../events.mjs';
import { startServer } from '../server.mjs';
import { median } from '../statistics.mjs';
import { createPhone } from './phone.mjs';

const EVENTS = 1000;
/** Longer than writes are ever held back. */
const SETTLE_MS = 1000;

/**
 * 1,000 events on a phone that is offline, then the app is killed and opened again online: what `track` costs in µs, the
 * storage calls, and how many events arrived. Once in a single task, once in a task each.
 */
export async function measureOffline(/** @type {string} */ output) {
  const together = await offline(output, false);
  const apart = await offline(output, true);
  return { together, apart };
}

async function offline(output, isApart) {
  const server = await startServer(new Map());
  const phone = await createPhone(output, server.collectorUrl);
  try {
    const app = phone.launch(false);
    const { track } = app.globals.wx.pugmark;
    await app.until(() => app.texts().length > 0);
    await sleep(SETTLE_MS);
    const { syncReads } = app.storage;
    const before = app.storage.writes;

    const timings = [];
    for (let index = 0; index < EVENTS; index += 1) {
      const { name, properties } = makeEvent(index);
      const start = process.hrtime.bigint();
      track(name, properties);
      timings.push(Number(process.hrtime.bigint() - start) / 1000);
      if (isApart) await new Promise((resolve) => setImmediate(resolve));
    }
    await sleep(SETTLE_MS);
    const writes = app.storage.writes - before;
    app.kill();

    const again = phone.launch(true);
    await arrival(server);
    again.kill();
    const { marks, received } = server.tally();
    return {
      syncReads,
      track: median(timings),
      writes,
      arrived: marks.size,
      duplicates: received - marks.size,
    };
  } finally {
    await phone.remove();
    server.close();
  }
}

async function arrival(server) {
  const deadline = performance.now() + 30_000;
  while (server.tally().marks.size < EVENTS && performance.now() < deadline) await sleep(50);
}
