import type { SyncStore } from '../platform.js';

/** `pending` queues in memory, `granted` keeps and sends, `denied` erases and drops. */
export type Consent = 'granted' | 'denied' | 'pending';

export interface ConsentGate {
  state(): Consent;
  set(consent: Consent): void;
  /** Settings that reach the device only once consent is granted. */
  settings: SyncStore;
}

/** A decision of an earlier visit stands until the host makes another. */
export function createConsent(device: SyncStore, initial: Consent): ConsentGate {
  const stored = device.get('consent');
  let state: Consent = stored === 'granted' || stored === 'denied' ? stored : initial;
  const memory = new Map<string, string>();

  return {
    state: () => state,
    set(consent) {
      state = consent;
      if (consent === 'granted') {
        memory.forEach((value, key) => {
          device.set(key, value);
        });
        memory.clear();
      } else if (consent === 'denied') {
        memory.clear();
        for (const key of device.keys()) device.remove(key);
      }
      device.set('consent', consent);
    },
    settings: {
      get: (key) => memory.get(key) ?? device.get(key),
      set(key, value) {
        if (state === 'granted') return device.set(key, value);
        memory.set(key, value);
        return true;
      },
      remove(key) {
        memory.delete(key);
        device.remove(key);
      },
      keys: () => device.keys(),
    },
  };
}
