import { setTimeout as sleep } from 'node:timers/promises';
import { makeEvent } from '../events.mjs';
import { startSdk, withPage } from './page.mjs';

/** Delivered: all arrived and nothing more came for this long. */
const SETTLE_MS = 1000;
/** Longer than any SDK's batch interval: after so long a silence, what has not arrived will not. */
const QUIET_MS = 8000;
/** A page that takes longer than this for nothing is still at work. */
const BUSY_MS = 200;
const LIMIT_MS = 60_000;

/**
 * What events cost the main thread and the network until they are delivered. `track` runs in the page and resolves
 * when it has tracked all of them; it gets `plan` and the source of `makeEvent`.
 *
 * `main` covers everything from loading the script to the last answer, `tracking` only what came after the start;
 * both are Chromium's TaskDuration in ms. `cpu` is the thread's CPU time over the same span as `main`, which
 * other programs on the machine disturb less.
 *
 * @template {{ events: number }} Plan
 * @param {any} world
 * @param {string} name
 * @param {(plan: Plan & { makeEventSource: string }) => void | Promise<void>} track
 * @param {Plan} plan
 */
export function measureDelivery(world, name, track, plan) {
  const { server } = world;
  const expected = name === 'empty' ? 0 : plan.events;
  return withPage(world, async (page, context) => {
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'timeTicks' });
    const blank = await mainThread(cdp);
    await startSdk(page, name, server.collectorUrl);
    const started = await mainThread(cdp);

    server.reset();
    const from = performance.now();
    await page.evaluate(track, { ...plan, makeEventSource: makeEvent.toString() });
    await delivery(page, server, expected);
    const done = await mainThread(cdp);

    const tally = server.tally();
    return {
      main: done.task - blank.task,
      tracking: done.task - started.task,
      cpu: done.cpu - blank.cpu,
      deliveredAfter: tally.requests > 0 ? tally.lastRequestAt - from : 0,
      requests: tally.requests,
      preflights: tally.preflights,
      bodyBytes: tally.bodyBytes,
      arrived: tally.marks.size,
      duplicates: tally.received - tally.marks.size,
      malformed: tally.malformed,
    };
  });
}

/** The same figures less those of the empty page, which did the same with nobody to hand the events to. */
export function overEmpty(delivered, empty) {
  return {
    ...delivered,
    mainOverEmpty: delivered.main - empty.main,
    trackingOverEmpty: delivered.tracking - empty.tracking,
    cpuOverEmpty: delivered.cpu - empty.cpu,
  };
}

/** Waits on the server's side, so that waiting costs the page nothing. */
async function delivery(page, server, expected) {
  const deadline = performance.now() + LIMIT_MS;
  let quietSince = performance.now();
  while (performance.now() < deadline) {
    await sleep(50);
    const { marks, lastRequestAt } = server.tally();
    quietSince = Math.max(quietSince, lastRequestAt);
    const silence = performance.now() - quietSince;
    if (marks.size >= expected && silence > SETTLE_MS) return;
    if (silence > QUIET_MS) {
      // Some SDKs keep the page busy for seconds before they send: that is no silence.
      const asked = performance.now();
      await page.evaluate(() => {});
      if (performance.now() - asked < BUSY_MS) return;
      quietSince = performance.now();
    }
  }
}

/** Milliseconds of the main thread so far: in tasks, and on the CPU. */
async function mainThread(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const value = (key) => (metrics.find((metric) => metric.name === key)?.value ?? 0) * 1000;
  return { task: value('TaskDuration'), cpu: value('ThreadTime') };
}
