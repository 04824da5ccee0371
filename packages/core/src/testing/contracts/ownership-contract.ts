import { describe, expect, it } from 'vitest';
import type { Platform } from '../../platform.js';

type Own = Platform['own'];

export interface OwnershipFixture {
  /** Of one tracker. */
  own: Own;
  /** Of another tracker on the same device: another tab, process or agent where there is such a thing. */
  other: Own;
  /** Kills the holder of `other` without a word, as a crash does. Absent where a test cannot. */
  kill?(): Promise<void>;
  close?(): void | Promise<void>;
}

/** What adoption relies on in locks. */
export function ownershipContract(
  name: string,
  create: () => OwnershipFixture | Promise<OwnershipFixture>,
): void {
  const test = (what: string, run: (fixture: OwnershipFixture) => Promise<void>) =>
    it(what, { timeout: 30_000 }, async () => {
      const fixture = await create();
      try {
        await run(fixture);
      } finally {
        await fixture.close?.();
      }
    });

  /** A lock may be freed a moment after its holder let go. */
  const eventually = async (own: Own, streamId: string) => {
    for (;;) {
      const lock = await own(streamId);
      if (lock) return lock;
    }
  };

  describe(`ownership contract: ${name}`, () => {
    test('gives a free stream', async ({ own }) => {
      expect(await own('s1')).toBeDefined();
    });

    test('refuses a stream that lives, at once', async ({ own, other }) => {
      await other('s1');
      expect(await own('s1')).toBeUndefined();
    });

    test('keeps streams apart', async ({ own, other }) => {
      await other('s1');
      expect(await own('s2')).toBeDefined();
    });

    test('lets one of two have it, who ask at the same time', async ({ own, other }) => {
      const locks = await Promise.all([own('s1'), other('s1')]);
      expect(locks.filter(Boolean)).toHaveLength(1);
    });

    test('gives a stream that was released', async ({ own, other }) => {
      (await other('s1'))?.release();
      await eventually(own, 's1');
      expect(await other('s1')).toBeUndefined();
    });

    test('bears that a lock is released twice, and keeps it for its next holder', async ({ own, other }) => {
      const lock = await other('s1');
      lock?.release();
      await eventually(own, 's1');
      lock?.release();
      expect(await other('s1')).toBeUndefined();
    });

    test('frees what the dead held', async ({ own, other, kill }) => {
      if (!kill) return;
      await other('s1');
      expect(await own('s1')).toBeUndefined();
      await kill();
      await eventually(own, 's1');
    });
  });
}
