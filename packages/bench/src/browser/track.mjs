import { makeEvent } from '../events.mjs';
import { mean, median, percentile } from '../statistics.mjs';
import { startSdk, withPage } from './page.mjs';

const CALLS = 10_000;
/** Calls in a row before the page gets a pause, in which the SDK's own timers and answers have their turn. */
const BURST = 50;
const PAUSE_MS = 4;
/** A pass ends here even when it has made fewer calls; only the slowest SDKs come this far. */
const PASS_LIMIT_MS = 10_000;
/** Calls timed together: the timer's 5 µs become 0.5 µs per call. */
const CHUNK = 10;

/**
 * The cost of one `track()` call in µs. Two passes on two fresh pages: calls timed ten at a time give the
 * median and the mean finer than the timer's resolution; calls timed one by one give the p99 and the maximum,
 * which a chunk's mean would hide.
 */
export async function measureTrack(world, /** @type {string} */ name) {
  const chunks = await timeCalls(world, name, CHUNK);
  const singles = await timeCalls(world, name, 1);
  return {
    median: median(chunks),
    mean: mean(chunks),
    p99: percentile(singles, 99),
    max: percentile(singles, 100),
    calls: Math.min(chunks.length * CHUNK, singles.length),
  };
}

/** @returns {Promise<number[]>} µs per call, one number for each timing of `together` calls */
function timeCalls(world, name, together) {
  return withPage(world, async (page) => {
    await startSdk(page, name, world.server.collectorUrl);
    return page.evaluate(
      async ({ makeEventSource, calls, burst, pause, together, limit }) => {
        const makeEvent = new Function(`return (${makeEventSource})`)();
        const { track } = window.sdk;
        const timings = [];
        const deadline = performance.now() + limit;
        for (let index = 0; index < calls && performance.now() < deadline; index += burst) {
          // The events are built before the clock starts.
          const events = Array.from({ length: burst }, (_, offset) => makeEvent(index + offset));
          for (let from = 0; from < burst; from += together) {
            const start = performance.now();
            for (let at = from; at < from + together; at += 1) track(events[at].name, events[at].properties);
            timings.push(((performance.now() - start) * 1000) / together);
          }
          await new Promise((resolve) => setTimeout(resolve, pause));
        }
        return timings;
      },
      {
        makeEventSource: makeEvent.toString(),
        calls: CALLS,
        burst: BURST,
        pause: PAUSE_MS,
        together,
        limit: PASS_LIMIT_MS,
      },
    );
  });
}
