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
    expect(open().deviceId_()).toBe('d1');
    expect(open().deviceId_()).toBe('d1');
  });

  it('is one device within a visit where settings refuse, and says so', () => {
    const visitor = createVisitor();
    visitor.settings.isRefusing = true;
    const identity = visitor.open();
    expect([identity.deviceId_(), identity.deviceId_()]).toEqual(['d1', 'd1']);
    expect(visitor.blocked()).toBe(1);
  });

  it('binds a user once, and again when something about it changes', () => {
    const { open } = createVisitor();
    const identity = open();
    expect(identity.setUser_({ userId: 'u' })).toBe(true);
    expect(identity.setUser_({ userId: 'u' })).toBe(false);
    expect(identity.setUser_({ userId: 'u', identities: { escortId: 'e' } })).toBe(true);
    const next = open();
    expect(next.user_()).toEqual({ userId: 'u', identities: { escortId: 'e' } });
    expect(next.setUser_({ userId: 'u', identities: { escortId: 'e' } })).toBe(false);
  });

  it('forgets the user and the device at a reset', () => {
    const { open } = createVisitor();
    const identity = open();
    identity.deviceId_();
    identity.setUser_({ userId: 'u' });
    identity.reset_();
    expect(identity.user_()).toBeUndefined();
    expect(identity.deviceId_()).toBe('d2');
    expect(open().user_()).toBeUndefined();
    expect(open().deviceId_()).toBe('d2');
  });

  it('stays anonymous where the stored user is damaged', () => {
    for (const damaged of ['', '{', 'null']) {
      const { settings, open } = createVisitor();
      settings.set('user', damaged);
      expect(open().user_() || undefined).toBeUndefined();
    }
  });
});
