import type { Visitor } from '../api/plugin.js';
import { toId } from '../event/ids.js';
import { isGranted } from '../options/consent.js';
import type { Clock, SyncStore } from '../platform.js';
import { isSessionAlive, readSession } from '../session/session.js';
import { readConsent } from './consent.js';

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
): Visitor | undefined {
  const deviceId = toId(settings.get('device'));
  if (!deviceId || !isGranted(readConsent(settings) || 'granted')) return undefined;
  const session = readSession(settings);
  return session && isSessionAlive(session, clock.now(), sessionTimeout)
    ? { deviceId, sessionId: session.id }
    : { deviceId };
}
