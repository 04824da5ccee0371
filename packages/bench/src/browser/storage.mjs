import { makeEvent } from '../events.mjs';
import { startSdk, withPage } from './page.mjs';

const EVENTS = 1000;
/** The events of one task, as a page tracks them. */
const BURST = 5;
const PAUSE_MS = 4;
/** After the last event, so that what is deferred is counted too. */
const SETTLE_MS = 3000;

/**
 * What synchronous storage costs the page: the time inside calls of localStorage, in µs an event, and their number.
 * It is the price of an event that outlives a killed page; an SDK without such calls loses it, or writes elsewhere.
 */
export function measureStorage(world, /** @type {string} */ name) {
  return withPage(world, async (page) => {
    await startSdk(page, name, world.server.collectorUrl);
    return page.evaluate(
      async ({ makeEventSource, events, burst, pause, settle }) => {
        const makeEvent = new Function(`return (${makeEventSource})`)();
        let calls = 0;
        let spent = 0;
        for (const method of ['getItem', 'setItem', 'removeItem', 'key']) {
          const original = Storage.prototype[method];
          Storage.prototype[method] = function timed(...args) {
            const start = performance.now();
            try {
              return original.apply(this, args);
            } finally {
              spent += performance.now() - start;
              calls += 1;
            }
          };
        }
        const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        for (let index = 0; index < events; index += burst) {
          for (let at = index; at < index + burst; at += 1) {
            const { name, properties } = makeEvent(at);
            window.sdk.track(name, properties);
          }
          await wait(pause);
        }
        await wait(settle);
        return { perEvent: (spent * 1000) / events, calls };
      },
      {
        makeEventSource: makeEvent.toString(),
        events: EVENTS,
        burst: BURST,
        pause: PAUSE_MS,
        settle: SETTLE_MS,
      },
    );
  });
}
