import { describe, expect, it } from 'vitest';
import type { RecordMirror } from '../../log/mirrored-log.js';

export interface MirrorFixture {
  /** Empty. */
  mirror: RecordMirror;
  /** The same data, as the next process sees it. */
  reopen(): RecordMirror;
  /** From now on the device refuses what does not fit so many bytes in all. */
  fill(bytes: number): void;
  /** Lets promises settle. */
  settle(): Promise<void>;
}

/** What the event log relies on in a store that is mirrored in memory. */
export function mirrorContract(name: string, create: () => MirrorFixture): void {
  const keyOf = (index: number) => `01890a5d-ac96-774b-bcce-b302099a8057:${index}:1:7890:1:1767225600000`;
  const textOf = (text: string) => `{"streamId":"s"}\n,{"properties":${JSON.stringify(text)}}`;

  describe(`mirror contract: ${name}`, () => {
    it('begins empty', async () => {
      expect(await create().mirror.load()).toEqual({});
    });

    it('has at once what was put into it, and no longer what was dropped', async () => {
      const { mirror } = create();
      mirror.put(keyOf(1), textOf('a'));
      mirror.put(keyOf(2), textOf('b'));
      mirror.drop(keyOf(1));
      mirror.drop(keyOf(9));
      expect(await mirror.load()).toEqual({ [keyOf(2)]: textOf('b') });
    });

    it('has it for the next process when the task has ended: every script, line breaks, much of it', async () => {
      const { mirror, reopen, settle } = create();
      const texts = [
        'a\nb\r\n\n',
        '"\\\'',
        '中文 😀 \u202e \u2028',
        'a\u0000b',
        '',
        '"'.repeat(8000),
        '中'.repeat(8000),
      ];
      const all: Record<string, string> = {};
      for (let index = 0; index < 300; index++)
        all[keyOf(index)] = textOf(texts[index % texts.length] as string);
      for (const key of Object.keys(all)) mirror.put(key, all[key] as string);
      await settle();
      for (const index of [3, 4, 299]) {
        mirror.drop(keyOf(index));
        delete all[keyOf(index)];
      }
      mirror.write();
      await settle();
      expect(await reopen().load()).toEqual(all);
    });

    it('drops for good what an earlier process had left, and keeps the rest of it', async () => {
      const { mirror, reopen, settle } = create();
      for (const index of [1, 2, 3]) mirror.put(keyOf(index), textOf(`${index}`));
      await settle();
      const next = reopen();
      next.put(keyOf(4), textOf('4'));
      await next.load();
      next.drop(keyOf(2));
      next.write();
      await settle();
      expect(Object.keys(await reopen().load()).sort()).toEqual([1, 3, 4].map(keyOf));
    });

    it('puts parts in the place of a text, and has the text or its parts at every moment', async () => {
      const { mirror, reopen, fill, settle } = create();
      mirror.put(keyOf(1), textOf('x'.repeat(30_000)));
      await settle();
      fill(40_000);
      const parts = [2, 3].map((index) => [keyOf(index), textOf('x'.repeat(25_000))] as const);
      mirror.divide(keyOf(1), parts);
      await settle();
      expect(Object.keys(await mirror.load()).sort()).toEqual([keyOf(2), keyOf(3)]);
      expect(Object.keys(await reopen().load())).toEqual([keyOf(1)]);
      fill(200_000);
      mirror.write();
      await settle();
      expect(Object.keys(await reopen().load()).sort()).toEqual([keyOf(2), keyOf(3)]);
    });

    it('reads and drops although the device takes nothing more, tells of it, and writes what was refused when there is room', async () => {
      const { mirror, reopen, fill, settle } = create();
      mirror.put(keyOf(1), textOf('x'.repeat(40_000)));
      await settle();
      fill(60_000);
      const next = reopen();
      let troubles = 0;
      next.follow(() => troubles++);
      next.put(keyOf(2), textOf('y'.repeat(40_000)));
      await settle();
      expect(troubles).toBeGreaterThan(0);
      expect(Object.keys(await next.load()).sort()).toEqual([keyOf(1), keyOf(2)]);
      next.drop(keyOf(1));
      next.write();
      await settle();
      next.write();
      await settle();
      expect(Object.keys(await reopen().load())).toEqual([keyOf(2)]);
    });
  });
}
