import { utf8Size } from '../encoding/utf8.js';
import { rankOf } from '../log/record.js';
import type { DropReason } from '../wire.js';
import type { DraftEvent, Properties, TrackOptions } from './event.js';
import type { Plugin } from './plugin.js';

/** An event as a string: nothing that the host does later can change it. */
export interface PreparedEvent {
  text: string;
  rank: number;
}

type Prepare = (
  eventName: string,
  properties: Properties | undefined,
  options: TrackOptions | undefined,
  seq: number,
  now: number,
) => PreparedEvent | DropReason;

/**
 * From a call of `track` to a string: plugins, then serialisation, once. Answers why, when the event goes no further.
 *
 * @param plugins Read at every event, so that one added later takes part.
 */
export function createPipeline(
  uuid: () => string,
  maxEventBytes: number,
  plugins: readonly Plugin[],
  warn: (code: string, message: string, cause?: unknown) => void,
): Prepare {
  const runPlugins = (draft: DraftEvent): DraftEvent | null => {
    let event: DraftEvent | null = draft;
    for (const plugin of plugins) {
      try {
        if (event && plugin.process) event = plugin.process(event);
      } catch (cause) {
        warn(`plugin:${plugin.name}`, `plugin "${plugin.name}" threw and was skipped`, cause);
      }
    }
    return event;
  };

  return (eventName, properties, options, seq, now) => {
    try {
      const copy = plugins.length ? { ...properties } : properties || {};
      const event = runPlugins({
        ...options,
        eventName,
        eventTime: options?.eventTime ?? now,
        properties: copy,
      });
      if (!event) return 'plugin';
      if (typeof event.eventName !== 'string' || !event.eventName) throw new TypeError('the name is no text');
      const eventTime = new Date(event.eventTime).toISOString();
      const text = JSON.stringify({ eventId: uuid(), ...event, eventTime, seq });
      if (utf8Size(text) <= maxEventBytes) return { text, rank: rankOf(event.priority) };
      warn('too_large', `"${eventName}" is larger than maxEventBytes and was dropped`);
      return 'too_large';
    } catch (cause) {
      warn('invalid', 'an event that cannot be serialised was dropped', cause);
      return 'invalid';
    }
  };
}
