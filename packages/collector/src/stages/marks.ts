import type { Mark } from '@pugmark/store';
import type { CleanEvent } from './clean.ts';

export interface MarkRules {
  /** Scans of one device within the window, above which they are marked. */
  maxScans: number;
  /** Milliseconds. */
  scanWindow: number;
  /** Milliseconds that a heartbeat may take. */
  maxHeartbeatLatency: number;
}

/** Decides the marks of an event; remembers the latest scans of each device. */
export type Marker = (event: CleanEvent, eventId: string, time: number) => Mark[];

export const defaultMarkRules: MarkRules = { maxScans: 10, scanWindow: 60_000, maxHeartbeatLatency: 5_000 };

const MAX_DEVICES = 10_000;

export function createMarker(rules: MarkRules = defaultMarkRules): Marker {
  const scans = new Map<string, Map<string, number>>();

  function isSuspect(deviceId: string, eventId: string, time: number): boolean {
    const recent = scans.get(deviceId) ?? new Map<string, number>();
    // Moved to the end, so that the device that was quiet for longest is forgotten first.
    scans.delete(deviceId);
    scans.set(deviceId, recent);
    if (scans.size > MAX_DEVICES) scans.delete(scans.keys().next().value as string);
    // By id: a resent scan is the same scan.
    recent.set(eventId, time);
    for (const [id, at] of recent) if (at <= time - rules.scanWindow) recent.delete(id);
    if (recent.size > rules.maxScans + 1) recent.delete(recent.keys().next().value as string);
    return recent.size > rules.maxScans;
  }

  return (event, eventId, time) => {
    if (event.eventName === 'qr_scan' && event.deviceId !== 'server') {
      return isSuspect(event.deviceId, eventId, time) ? ['suspect_batch'] : [];
    }
    if (event.eventName === 'heartbeat_receive') {
      const latency = event.properties.latency_ms ?? event.properties.latencyMs;
      return typeof latency === 'number' && latency > rules.maxHeartbeatLatency ? ['late_heartbeat'] : [];
    }
    return [];
  };
}
