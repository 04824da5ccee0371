import type { WireEvent } from '../wire.js';

/** The fields that change rarely, serialised only when one of them has changed. */
export interface SharedFields {
  /** @param session Identifies the session; another one makes the fields anew. */
  of(session: object, streamId: string): string;
  /** Something changed that `of` cannot see. */
  invalidate(): void;
}

export function createSharedFields(fields: () => Partial<WireEvent>): SharedFields {
  let text = '';
  let cachedSession: object;
  let cachedStream: string;

  return {
    of(session, streamId) {
      if (!text || session !== cachedSession || streamId !== cachedStream) {
        text = JSON.stringify({ streamId, ...fields() });
        cachedSession = session;
        cachedStream = streamId;
      }
      return text;
    },
    invalidate() {
      text = '';
    },
  };
}
