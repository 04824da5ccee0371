import { isObject, readJson, writeJson } from '../encoding/json.js';
import { toId, toIdentities } from '../event/ids.js';
import type { SyncStore } from '../platform.js';
import type { Identities } from '../wire.js';

export interface User {
  userId: string;
  identities?: Identities | undefined;
}

/** Who tracks: an anonymous device first, a known user later. Other tabs may change both at any time. */
export interface Identity {
  deviceId_(): string;
  user_(): User | undefined;
  /** Binds the user to this device; `false` when this very binding already stands. */
  setUser_(user: User): boolean;
  /** Forgets the user and begins a new anonymous device. */
  reset_(): void;
  /**
   * Another tab has changed something: all is read again.
   *
   * @param isOther It was the device: then also one that could not be kept goes.
   */
  reload_(isOther: boolean): void;
  /**
   * Writes again what is missing: the host may have cleared its storage. Where another device is kept, another tab has
   * logged out, unheard: both are read again.
   */
  keep_(): void;
}

/** What a page finds may be damaged, or by a program of another time. */
function readUser(settings: SyncStore): User | undefined {
  const kept = readJson(settings.get('user'));
  const userId = isObject(kept) ? toId(kept.userId) : undefined;
  return userId
    ? { userId, identities: toIdentities((kept as unknown as User).identities, () => {}) }
    : undefined;
}

export function createIdentity(settings: SyncStore, uuid: () => string, onBlocked: () => void): Identity {
  let device = toId(settings.get('device'));
  let user = readUser(settings);
  /** The device could not be kept: the one that is kept is from before. */
  let isUnkept = false;
  const writeDevice = () => {
    if (device) isUnkept = !settings.set('device', device);
  };
  const begin = () => {
    device = uuid();
    writeDevice();
    if (isUnkept) onBlocked();
    return device;
  };
  const writeUser = () => {
    if (user) settings.set('user', writeJson(user));
  };

  const reload = (isOther: boolean) => {
    user = readUser(settings);
    if (isUnkept && !isOther) return;
    // Another device is another visitor: also a user that could not be kept goes with it.
    device = toId(settings.get('device')) || device;
    isUnkept = false;
  };

  return {
    deviceId_() {
      // A sibling tab may have been first.
      device = device || toId(settings.get('device')) || begin();
      return device;
    },
    user_: () => user,
    setUser_(next) {
      const isSame = writeJson(next) === writeJson(user);
      user = next;
      // Also when it stands already: the host may have cleared its storage meanwhile.
      writeUser();
      return !isSame;
    },
    reset_() {
      user = undefined;
      settings.remove('user');
      begin();
    },
    reload_: reload,
    keep_() {
      const kept = toId(settings.get('device'));
      if (device && kept && kept !== device && !isUnkept) return reload(true);
      if (kept !== device) writeDevice();
      if (settings.get('user') === undefined) writeUser();
    },
  };
}
