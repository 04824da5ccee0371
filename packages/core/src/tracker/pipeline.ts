import { utf8Size } from '../encoding/utf8.js';
import type { Uuid } from '../encoding/uuid.js';
import { rankOf } from '../log/record.js';
import type { Mask } from '../mask/mask.js';
import type { Clock, Platform } from '../platform.js';
import type { DropReason } from '../wire.js';
import type { Emitter } from './emitter.js';
import type { DraftEvent, Properties, TrackOptions } from './event.js';
import type { Plugin } from './tracker.js';

/** An event as a string, but for its number: nothing that the host does later can change it. */
export interface PreparedEvent {
  /** Its JSON, less the brace it opens with. */
  text: string;
  /** When it was tracked, ms since 1970; the host may have given the event another time. */
  at: number;
  rank: number;
}

type Prepare = (
  eventName: string,
  properties: Properties | undefined,
  options: TrackOptions | undefined,
  from?: number,
) => PreparedEvent | DropReason;

/** Size of an event in UTF-8 bytes: half of what a beacon can carry. */
const MAX_BYTES = 32_000;

/**
 * From a call of `track` to a string: plugins, then serialisation, once. Answers why, when the event goes no further.
 *
 * @param mask Last of all, so that no plugin adds what it takes away; one that throws drops the event.
 * @param plugins Read at every event, so that one added later takes part. `from` leaves out those before.
 */
export function createPipeline(
  { now }: Clock,
  uuid: Uuid,
  plugins: readonly Plugin[],
  tell: Emitter['tell'],
  mask: Mask,
  writeFields: NonNullable<Platform['writeFields']> = (event) => JSON.stringify(event).slice(1),
): Prepare {
  let time: number | undefined;
  let iso = '';

  return (eventName, properties, options, from) => {
    let reason: DropReason = 'invalid';
    try {
      const at = now();
      // Plugins get a copy; without any, the host's own object is only read.
      const own = plugins[0] ? { ...properties } : properties || {};
      // The options behind the fields: the other way round V8 takes five times as long. They replace the time alone.
      let event: (DraftEvent & { eventId?: undefined }) | null = {
        eventName,
        eventTime: at,
        properties: own,
        ...options,
      };
      event.eventName = eventName;
      event.eventTime = event.eventTime ?? at;
      event.properties = own;
      for (const plugin of plugins.slice(from)) {
        try {
          if (event && plugin.process) event = plugin.process(event);
        } catch (cause) {
          tell(`plugin ${plugin.name} threw`, cause);
        }
      }
      if (!event) return 'plugin';
      event.properties = mask(event.properties);
      // A name that is no text fails here.
      event.eventName = event.eventName.trim();
      // Events of one burst often share their millisecond.
      if (event.eventTime !== time) iso = new Date(event.eventTime).toISOString();
      time = event.eventTime;
      // What is known to be plain text is not serialised with the rest.
      event.eventTime = event.eventId = undefined as never;
      const text = `"eventId":"${uuid(at)}","eventTime":"${iso}",${writeFields(event)}`;
      reason = 'too_large';
      // No character takes more than three bytes, so that most events need no counting.
      if (text.length * 3 > MAX_BYTES && utf8Size(text) > MAX_BYTES) throw new RangeError(eventName);
      return { text, at, rank: rankOf(event.priority) };
    } catch (cause) {
      tell(`an event was dropped: ${reason}`, cause);
      return reason;
    }
  };
}
