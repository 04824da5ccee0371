import type { Plugin } from '../api/plugin.js';
import { ownKeys } from '../encoding/own-keys.js';
import type { Clock } from '../platform.js';

/** Clocks that run at a time. */
const MAX_TIMERS = 100;

/** Gives an event the time since its clock was started, once. */
export interface EventTimers {
  plugin_: Plugin;
  /** Starts the clock of an event anew. Answers whether there was room. */
  begin_(eventName: string): boolean;
}

export function createEventTimers({ now }: Pick<Clock, 'now'>): EventTimers {
  const begun: Record<string, number> = {};
  const runs = (eventName: string) => ownKeys(begun).indexOf(eventName) >= 0;
  return {
    begin_(eventName) {
      const hasRoom = runs(eventName) || ownKeys(begun).length < MAX_TIMERS;
      if (hasRoom) begun[eventName] = now();
      return hasRoom;
    },
    plugin_: {
      name: 'event-timers',
      process(event) {
        const { eventName, properties } = event;
        const since = runs(eventName) ? (begun[eventName] as number) : Infinity;
        // One that waits for the start may be older than its clock.
        if (event.eventTime < since) return event;
        delete begun[eventName];
        if (properties.duration === undefined) properties.duration = now() - since;
        return event;
      },
    },
  };
}
