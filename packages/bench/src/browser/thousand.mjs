import { setTimeout as sleep } from 'node:timers/promises';
import { makeEvent } from '../events.mjs';
import { startSdk, withPage } from './page.mjs';

const EVENTS = 1000;
/** Delivered: all arrived and nothing more came for this long. */
const SETTLE_MS = 1000;
/** Longer than any SDK's batch interval: after so long a silence, what has not arrived will not. */
const QUIET_MS = 8000;
/** A page that takes longer than this for nothing is still at work. */
const BUSY_MS = 200;
const LIMIT_MS = 60_000;

/**
 * 1,000 events in one loop, until they are delivered: what they cost the main thread and the network.
 * `main` covers everything from loading the script to the last answer, `events` only what came after the start;
 * both are Chromium's TaskDuration in ms. `cpu` is the thread's CPU time over the same span as `main`, which
 * other programs on the machine disturb less.
 */
export function measureThousand(world, /** @type {string} */ name) {
  const { server } = world;
  const expected = name === 'empty' ? 0 : EVENTS;
  return withPage(world, async (page, context) => {
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'timeTicks' });
    const blank = await mainThread(cdp);
    await startSdk(page, name, server.collectorUrl);
    const started = await mainThread(cdp);

    server.reset();
    const from = performance.now();
    await page.evaluate(trackAll, { makeEventSource: makeEvent.toString(), events: EVENTS });
    await delivery(page, server, expected);
    const done = await mainThread(cdp);

    const tally = server.tally();
    return {
      main: done.task - blank.task,
      events: done.task - started.task,
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

/** Runs in the page. The flush is not awaited here: delivery is seen at the server. */
function trackAll({ makeEventSource, events }) {
  const makeEvent = new Function(`return (${makeEventSource})`)();
  for (let index = 0; index < events; index += 1) {
    const { name, properties } = makeEvent(index);
    window.sdk.track(name, properties);
  }
  Promise.resolve(window.sdk.flush()).catch(() => {});
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
