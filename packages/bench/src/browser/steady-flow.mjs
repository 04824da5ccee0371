import { measureDelivery } from './delivery.mjs';

/** 200 events a second for five seconds. */
const PLAN = { events: 1000, atOnce: 10, intervalMs: 50 };

/**
 * A page that keeps tracking, such as a canvas that notes each stroke. Nothing is flushed: when to send is the SDK's
 * own choice. The empty page runs the same timer, so that only the SDK is measured.
 */
export function measureSteadyFlow(world, /** @type {string} */ name) {
  return measureDelivery(world, name, trackSteadily, PLAN);
}

/** Runs in the page. */
function trackSteadily({ makeEventSource, events, atOnce, intervalMs }) {
  const makeEvent = new Function(`return (${makeEventSource})`)();
  return new Promise((resolve) => {
    let index = 0;
    const timer = setInterval(() => {
      for (const end = index + atOnce; index < end; index += 1) {
        const { name, properties } = makeEvent(index);
        window.sdk.track(name, properties);
      }
      if (index < events) return;
      clearInterval(timer);
      resolve();
    }, intervalMs);
  });
}
