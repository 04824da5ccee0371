import { createHash } from 'node:crypto';

/**
 * The id of an event whose source sent none: the same (name, user, session, second) gives the same id,
 * so that the store's one rule of uniqueness also recognises what is sent twice within a second. By the client's own time,
 * because a resend repeats that, while the corrected time differs with each attempt. It begins with that second, as a
 * UUIDv7 begins with its time, so that stores find it among the events of its day.
 */
export function derivedId(event: {
  eventName: string;
  userId?: string;
  sessionId: string;
  eventTime: string;
}): string {
  const second = Math.floor(Date.parse(event.eventTime) / 1000);
  const hash = createHash('sha256')
    .update(JSON.stringify([event.eventName, event.userId ?? '', event.sessionId, second]))
    .digest('hex');
  const time = (second * 1000).toString(16).padStart(12, '0');
  // Version 8 of RFC 9562: a UUID of one's own making.
  return [
    time.slice(0, 8),
    time.slice(8),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
