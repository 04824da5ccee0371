import { randomUUID } from 'node:crypto';
import type { WireEvent } from '@pugmark/core';
import type { StoredEvent } from '../event.ts';

/** A valid event as a client posts it. */
export function wireEvent(changes: Partial<WireEvent> = {}): WireEvent {
  return {
    eventId: randomUUID(),
    eventName: 'page_view',
    eventTime: new Date().toISOString(),
    deviceId: 'device-1',
    sessionId: 'session-1',
    platform: 'h5',
    properties: { pagePath: '/home' },
    ...changes,
  };
}

/** An event as it comes out of the stages. */
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
