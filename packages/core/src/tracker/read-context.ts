import { toId } from '../event/ids.js';
import type { Clock, SyncStore } from '../platform.js';
import { isSessionAlive, readSession } from '../session/session.js';
import { readConsent } from './consent.js';

/** What a tracker of this device has kept, as another program of the same page may need it. */
export interface TrackerContext {
  deviceId: string;
  /** Absent before the first event, and when the session is over. */
  sessionId?: string;
}

/** Whether a tracker of this name has been here before. */
export const hasDevice = (settings: Pick<SyncStore, 'get'>): boolean => settings.get('device') !== undefined;

/**
 * Reads device and session without a tracker, such as for the headers of a request. `undefined` before the first event,
 * without consent, and where storage is blocked.
 *
 * @param sessionTimeout Idle time that ends a session, in ms.
 */
export function readContext(
  settings: Pick<SyncStore, 'get'>,
  clock: Pick<Clock, 'now'>,
  sessionTimeout: number,
): TrackerContext | undefined {
  const deviceId = toId(settings.get('device'));
  if (!deviceId || (readConsent(settings) || 'granted') !== 'granted') return undefined;
  const session = readSession(settings);
  return session && isSessionAlive(session, clock.now(), sessionTimeout)
    ? { deviceId, sessionId: session.id }
    : { deviceId };
}
