import { utf8Size } from '../encoding/utf8.js';
import type { Shared } from '../log/event-log.js';
import type { WireEvent } from '../wire.js';

/**
 * The fields that change rarely, serialised only when one of them has changed. As long as nothing changes
 * it answers the same object, which is how the log knows that two events share their fields.
 */
export interface SharedFields {
  /** @param session Identifies the session; another one makes the fields anew. */
  of(session: object, streamId: string): Shared;
  /** Something changed that `of` cannot see. */
  invalidate(): void;
}

export function createSharedFields(fields: () => Partial<WireEvent>): SharedFields {
  let cached: Shared | undefined;
  let cachedSession: object;
  let cachedStream: string;

  return {
    of(session, streamId) {
      if (!cached || session !== cachedSession || streamId !== cachedStream) {
        const text = JSON.stringify({ streamId, ...fields() });
        cached = { text, bytes: utf8Size(text) };
        cachedSession = session;
        cachedStream = streamId;
      }
      return cached;
    },
    invalidate() {
      cached = undefined;
    },
  };
}
