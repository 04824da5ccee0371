import { readJson } from '../encoding/read-json.js';
import type { SyncStore } from '../platform.js';
import type { Identities } from '../wire.js';

export interface User {
  userId: string;
  identities?: Identities | undefined;
}

/** Who tracks: an anonymous device first, a known user later. */
export interface Identity {
  deviceId(): string;
  user(): User | undefined;
  /** Binds the user to this device; `false` when this very binding already stands. */
  setUser(user: User): boolean;
  /** Forgets the user and begins a new anonymous device. */
  reset(): void;
}

export function createIdentity(settings: SyncStore, uuid: () => string, onBlocked: () => void): Identity {
  let device = settings.get('device');
  let user = readJson<User>(settings.get('user'));

  const begin = () => {
    device = uuid();
    if (!settings.set('device', device)) onBlocked();
    return device;
  };

  return {
    deviceId() {
      // A sibling tab may have been first.
      device = device || settings.get('device') || begin();
      return device;
    },
    user: () => user,
    setUser(next) {
      const text = JSON.stringify(next);
      if (text === JSON.stringify(user)) return false;
      user = next;
      settings.set('user', text);
      return true;
    },
    reset() {
      user = undefined;
      settings.remove('user');
      begin();
    },
  };
}
