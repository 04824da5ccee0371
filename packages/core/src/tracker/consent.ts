import { type Decision, readDecision } from '../options/consent.js';
import type { SyncStore } from '../platform.js';

/** The decision is no secret and no identifier: it is what is left after all else was erased. */
export const CONSENT_KEY = 'consent';

export const readConsent = (settings: Pick<SyncStore, 'get'>): Decision | undefined =>
  readDecision(settings.get(CONSENT_KEY));
