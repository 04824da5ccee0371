import { measureDelivery } from './delivery.mjs';

const EVENTS = 1000;

/** 1,000 events in one loop, then a flush where the SDK has one. */
export function measureThousand(world, /** @type {string} */ name) {
  return measureDelivery(world, name, trackAll, { events: EVENTS });
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
