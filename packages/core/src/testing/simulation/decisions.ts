import type { Consent } from '../../api/consent.js';

/** What the user of a world has decided, and who can know. */
export interface Decisions {
  /** @param isKept The settings took it, so that other tabs can know. */
  decide(consent: Consent, isKept: boolean): void;
  /** The host has taken away or spoiled what was kept. */
  distrust(): void;
  /** Time has passed: other tabs have heard. Answers whether there was anything to hear. */
  spread(): boolean;
  /** Every tab that is started works with consent. */
  isCertain(): boolean;
  /** It is denied, and every tracker that looks can know. */
  isForbidden(): boolean;
  /** What is tracked now may be erased. */
  mayErase(): boolean;
  /** Tabs agree: one of them speaks for all. */
  isAgreed(): boolean;
}

export function createDecisions(): Decisions {
  let word: Consent = 'granted';
  let isHeard = true;
  /** A decision that could not be kept divides the tabs for good. */
  let isAgreed = true;
  let hasDecided = false;
  let wasDenied = false;
  return {
    decide(consent, isKept) {
      word = consent;
      isHeard = false;
      hasDecided = true;
      if (!isKept) isAgreed = false;
      if (consent === 'denied') wasDenied = true;
    },
    distrust() {
      if (hasDecided) isAgreed = false;
    },
    spread() {
      const wasHeard = isHeard;
      isHeard = true;
      return !wasHeard;
    },
    isCertain: () => word === 'granted' && isHeard && isAgreed,
    isForbidden: () => word === 'denied' && isAgreed,
    mayErase: () => word === 'denied' || (wasDenied && !isAgreed),
    isAgreed: () => isAgreed,
  };
}
