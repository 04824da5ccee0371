import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '../event.ts';

/**
 * An event as it comes out of the collector's stages.
 *
 * @example
 * await store.commit({ events: [storedEvent({ eventName: 'order_paid' })], dropped: [], rejected: [], receivedAt: 0 });
 */
export function storedEvent(changes: Partial<StoredEvent> = {}): StoredEvent {
  const now = '2026-05-01T08:00:00.000Z';
  return {
    eventId: randomUUID(),
    eventName: 'page_view',
    eventTime: now,
    clientTime: now,
    receivedAt: now,
    deviceId: 'device-1',
    sessionId: 'session-1',
    platform: 'h5',
    facts: { osName: 'iOS', latitude: 31.2, longitude: 121.5 },
    properties: { pagePath: '/首页', nested: { list: [1, 'zwei', null] } },
    marks: [],
    ...changes,
  };
}
