import { randomUUID } from 'node:crypto';

/** An event that every collector takes, of a device and stream of its own. */
export function sampleEvent(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventId: randomUUID(),
    eventName: 'conformance_check',
    eventTime: new Date().toISOString(),
    deviceId: `conformance-${randomUUID()}`,
    sessionId: randomUUID(),
    platform: 'server',
    properties: { text: '足迹', number: 1.5, list: [1, null, true] },
    ...changes,
  };
}

export function without(event: Record<string, unknown>, field: string): Record<string, unknown> {
  const { [field]: _, ...rest } = event;
  return rest;
}
