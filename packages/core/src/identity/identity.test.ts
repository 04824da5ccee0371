import { describe, expect, it } from 'vitest';
import { createFakeClock, createMemoryDevice } from '../testing/index.js';
import { createIdentity } from './identity.js';

function createVisitor() {
  const { settings } = createMemoryDevice(createFakeClock());
  let ids = 0;
  let blocked = 0;
  return {
    settings,
    blocked: () => blocked,
    open: () =>
      createIdentity(
        settings,
        () => `d${++ids}`,
        () => blocked++,
      ),
  };
}

describe('identity', () => {
  it('is one device across visits', () => {
    const { open } = createVisitor();
    expect(open().deviceId()).toBe('d1');
    expect(open().deviceId()).toBe('d1');
  });

  it('is one device within a visit where settings refuse, and says so', () => {
    const visitor = createVisitor();
    visitor.settings.isRefusing = true;
    const identity = visitor.open();
    expect([identity.deviceId(), identity.deviceId()]).toEqual(['d1', 'd1']);
    expect(visitor.blocked()).toBe(1);
  });

  it('binds a user once, and again when something about it changes', () => {
    const { open } = createVisitor();
    const identity = open();
    expect(identity.setUser({ userId: 'u' })).toBe(true);
    expect(identity.setUser({ userId: 'u' })).toBe(false);
    expect(identity.setUser({ userId: 'u', identities: { escortId: 'e' } })).toBe(true);
    const next = open();
    expect(next.user()).toEqual({ userId: 'u', identities: { escortId: 'e' } });
    expect(next.setUser({ userId: 'u', identities: { escortId: 'e' } })).toBe(false);
  });

  it('forgets the user and the device at a reset', () => {
    const { open } = createVisitor();
    const identity = open();
    identity.deviceId();
    identity.setUser({ userId: 'u' });
    identity.reset();
    expect(identity.user()).toBeUndefined();
    expect(identity.deviceId()).toBe('d2');
    expect(open().user()).toBeUndefined();
    expect(open().deviceId()).toBe('d2');
  });

  it('stays anonymous where the stored user is damaged', () => {
    for (const damaged of ['', '{', 'null']) {
      const { settings, open } = createVisitor();
      settings.set('user', damaged);
      expect(open().user() || undefined).toBeUndefined();
    }
  });
});
