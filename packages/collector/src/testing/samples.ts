import { randomUUID } from 'node:crypto';
import type { WireEvent } from '@pugmark/core';

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
