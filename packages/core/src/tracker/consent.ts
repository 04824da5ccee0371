import type { Consent } from '../api/tracker.js';
import type { SyncStore } from '../platform.js';

/** The decision is no secret and no identifier: it is what is left after all else was erased. */
export const CONSENT_KEY = 'consent';

export const isConsent = (value: unknown): value is Consent =>
  value === 'granted' || value === 'denied' || value === 'pending';

/** The decision that is kept; a word that nobody knows is none, and never a consent. */
export function readConsent(settings: Pick<SyncStore, 'get'>): Consent | undefined {
  const kept = settings.get(CONSENT_KEY);
  return isConsent(kept) ? kept : undefined;
}
