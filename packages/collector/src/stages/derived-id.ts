import { createHash } from 'node:crypto';

/**
 * The id of an event whose source sent none: the same (name, user, session, second) gives the same id,
 * so that the store's one rule of uniqueness also recognises what is sent twice within a second. By the client's own time,
 * because a resend repeats that, while the corrected time differs with each attempt.
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
  // Version 8 of RFC 9562: a UUID of one's own making.
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
