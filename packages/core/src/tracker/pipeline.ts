import { utf8Size } from '../encoding/utf8.js';
import { rankOf } from '../log/record.js';
import type { DropReason } from '../wire.js';
import type { DraftEvent, Properties, TrackOptions } from './event.js';
import type { Plugin } from './plugin.js';

/** An event as a string: nothing that the host does later can change it. */
export interface PreparedEvent {
  text: string;
  /** UTF-8 size of `text` in bytes. */
  bytes: number;
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
      const event = runPlugins({ priority: 'P1', eventTime: now, ...options, eventName, properties: copy });
      if (!event) return 'plugin';
      if (typeof event.eventName !== 'string' || !event.eventName) {
        throw new TypeError('the event name must be a non-empty string');
      }
      const { priority } = event;
      const text = JSON.stringify({
        eventId: uuid(),
        eventName: event.eventName,
        eventTime: new Date(event.eventTime).toISOString(),
        seq,
        userId: event.userId,
        identities: event.identities,
        priority: priority === 'P1' ? undefined : priority,
        properties: event.properties,
      });
      const bytes = utf8Size(text);
      if (bytes <= maxEventBytes) return { text, bytes, rank: Math.max(0, rankOf(priority)) };
      warn('too_large', `an event of ${bytes} bytes, more than maxEventBytes, was dropped: "${eventName}"`);
      return 'too_large';
    } catch (cause) {
      warn('invalid', 'an event cannot be serialised and was dropped', cause);
      return 'invalid';
    }
  };
}
