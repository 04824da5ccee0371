import type { WaitingEvent } from '../pipeline/pipeline.js';
import type { Engine } from './engine.js';

/** Events kept before `init` and before consent; the first ones stay, since they tell how the visit began. */
const MAX_EVENTS = 1000;
/** Other calls that are kept, such as `setUser` and `register`: a flood of events must not cost them. */
const MAX_CALLS = 1000;

/** What waits: an event, or something else to do once there is an engine. */
type Entry = WaitingEvent | ((engine: Engine) => void);

/** Calls that came before there was an engine, in their order. */
export interface WaitingRoom {
  /** Events that wait. */
  events_(): number;
  hasRoom_(): boolean;
  addEvent_(event: WaitingEvent): void;
  /** Answers whether there was room. */
  addCall_(call: (engine: Engine) => void): boolean;
  /** Takes everything out. */
  empty_(): readonly Entry[];
}

export function createWaitingRoom(): WaitingRoom {
  let entries: Entry[] = [];
  let events = 0;
  return {
    events_: () => events,
    hasRoom_: () => events < MAX_EVENTS,
    addEvent_(event) {
      entries.push(event);
      events++;
    },
    addCall_(call) {
      const hasRoom = entries.length - events < MAX_CALLS;
      if (hasRoom) entries.push(call);
      return hasRoom;
    },
    empty_() {
      const waiting = entries;
      entries = [];
      events = 0;
      return waiting;
    },
  };
}
