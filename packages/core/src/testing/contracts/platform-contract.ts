import { describe, expect, it } from 'vitest';
import type { TrackerParts } from '../../tracker/engine.js';
import { CAMPAIGN_FACTS, NUMBER_FACTS, TEXT_FACTS } from '../../vocabulary.js';

/** Longer than any platform's timer can wait: a month. */
const TOO_LONG = 3e9;

/** What is left of the port beside store, settings, send and own. @param elapse Lets time pass on a fake clock. */
export function platformContract(
  name: string,
  create: () => TrackerParts['platform'] | Promise<TrackerParts['platform']>,
  elapse: (ms: number) => Promise<void> = () => Promise.resolve(),
): void {
  describe(`platform contract: ${name}`, () => {
    it('names itself in the words of the protocol', async () => {
      expect((await create()).name).toMatch(/^\w+$/);
    });

    it('tells the time in whole milliseconds since 1970', async () => {
      const { clock } = await create();
      expect(Number.isInteger(clock.now())).toBe(true);
      expect(clock.now()).toBeGreaterThan(Date.UTC(2020, 0, 1));
    });

    it('calls a timer back once, never within the call, in the order of time', async () => {
      const { clock } = await create();
      const calls: string[] = [];
      const both = new Promise<void>((resolve) => {
        clock.timer(() => {
          calls.push('later');
          resolve();
        }, 30);
        clock.timer(() => calls.push('sooner'), 0);
      });
      expect(calls).toEqual([]);
      await elapse(30);
      await both;
      expect(calls).toEqual(['sooner', 'later']);
    });

    it('never calls a cancelled timer; cancelling twice, or too late, is no error', async () => {
      const { clock } = await create();
      const calls: string[] = [];
      const cancel = clock.timer(() => calls.push('cancelled'), 1);
      cancel();
      cancel();
      const last = new Promise<void>((resolve) => {
        const late = clock.timer(() => {
          resolve();
          late();
        }, 20);
      });
      await elapse(20);
      await last;
      expect(calls).toEqual([]);
    });

    it('cuts a time that is too long for a timer, instead of calling back at once', async () => {
      const { clock } = await create();
      let isCalled = false;
      const cancels = [TOO_LONG, Number.MAX_SAFE_INTEGER, Infinity].map((ms) =>
        clock.timer(() => {
          isCalled = true;
        }, ms),
      );
      const later = new Promise<void>((resolve) => {
        clock.timer(resolve, 20);
      });
      await elapse(20);
      await later;
      expect(isCalled).toBe(false);
      for (const cancel of cancels) cancel();
    });

    it('draws as many random bytes as are asked for, others each time', async () => {
      const { random } = await create();
      for (const length of [1, 10, 1024]) expect(random(length)).toHaveLength(length);
      expect(random(1)).toBeInstanceOf(Uint8Array);
      expect(Array.from(random(32))).not.toEqual(Array.from(random(32)));
      expect(new Set(random(1024)).size).toBeGreaterThan(128);
    });

    it('states only facts that the protocol names, and leaves out what it does not know', async () => {
      const platform = await create();
      const numbers: readonly string[] = NUMBER_FACTS;
      for (const [name, value] of Object.entries(platform.facts())) {
        expect([...TEXT_FACTS, ...numbers]).toContain(name);
        if (numbers.includes(name)) expect(Number.isFinite(value)).toBe(true);
        else expect(value).toMatch(/./);
      }
      for (const [name, value] of Object.entries(platform.campaign())) {
        expect(CAMPAIGN_FACTS).toContain(name);
        expect(value).toMatch(/./);
      }
      expect(typeof (platform.page?.() || {})).toBe('object');
    });

    it('gives a function that stops the lifecycle, and that may be called twice', async () => {
      const stop = (await create()).lifecycle(() => {});
      stop();
      stop();
    });

    it('has a logger', async () => {
      const { logger } = await create();
      expect(typeof logger.warn).toBe('function');
    });
  });
}
