import type { Consent } from '../api/tracker.js';
import { CONSENT } from '../options/options.js';
import type { SyncStore } from '../platform.js';

/** The decision is no secret and no identifier: it is what is left after all else was erased. */
export const CONSENT_KEY = 'consent';

/** The decision that is kept; a word that nobody knows is none, and never a consent. */
export const readConsent = (settings: Pick<SyncStore, 'get'>): Consent | undefined =>
  CONSENT.read_(settings.get(CONSENT_KEY));
