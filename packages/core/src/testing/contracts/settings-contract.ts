import { describe, expect, it } from 'vitest';
import type { SyncStore } from '../../platform.js';

export interface SettingsFixture {
  /** Empty, though other things may be stored beside it. */
  settings: SyncStore;
  /** The same data through a new object. */
  reopen(): SyncStore;
  /** The data of another tracker name on the same device. */
  other?(): SyncStore;
  /** From now on the platform refuses or throws at every access. */
  block?(): void;
  close?(): void;
}

/** What the engine relies on in settings. */
export function settingsContract(name: string, create: () => SettingsFixture): void {
  const test = (what: string, run: (fixture: SettingsFixture) => void) =>
    it(what, () => {
      const fixture = create();
      try {
        run(fixture);
      } finally {
        fixture.close?.();
      }
    });

  describe(`settings contract: ${name}`, () => {
    test('begins empty', ({ settings }) => {
      expect(settings.keys()).toEqual([]);
      expect(settings.get('a')).toBeUndefined();
    });

    test('gives back what was set, and says that it was kept', ({ settings }) => {
      expect(settings.set('a', '1')).toBe(true);
      expect(settings.set('spill.x', '中😀\n"')).toBe(true);
      expect(settings.set('a', '2')).toBe(true);
      expect(settings.get('a')).toBe('2');
      expect(settings.get('spill.x')).toBe('中😀\n"');
      expect(settings.keys().sort()).toEqual(['a', 'spill.x']);
    });

    test('keeps an empty text apart from nothing', ({ settings }) => {
      settings.set('a', '');
      expect(settings.get('a')).toBe('');
    });

    test('removes; removing what is not there is no error', ({ settings }) => {
      settings.set('a', '1');
      settings.remove('a');
      settings.remove('a');
      expect(settings.get('a')).toBeUndefined();
      expect(settings.keys()).toEqual([]);
    });

    test('lets keys be removed while they are walked through', ({ settings }) => {
      for (const key of ['a', 'b', 'c']) settings.set(key, key);
      for (const key of settings.keys()) settings.remove(key);
      expect(settings.keys()).toEqual([]);
    });

    test('is kept for the next page at once', ({ settings, reopen }) => {
      settings.set('a', '1');
      expect(reopen().get('a')).toBe('1');
      expect(reopen().keys()).toEqual(['a']);
    });

    test('neither sees nor lists what belongs to another tracker', ({ settings, other }) => {
      const beside = other?.();
      beside?.set('a', 'theirs');
      expect(settings.get('a')).toBeUndefined();
      expect(settings.keys()).toEqual([]);
    });

    test('never throws where storage is blocked, and says that nothing was kept', ({ settings, block }) => {
      if (!block) return;
      block();
      expect(settings.set('a', '1')).toBe(false);
      expect(() => {
        settings.get('a');
        settings.remove('a');
        settings.keys();
      }).not.toThrow();
    });
  });
}
