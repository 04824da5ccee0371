import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addChange, GREATEST_JUMP } from './add-change.ts';
import { figuresOf, openAccount, type StreamAccount, type StreamChange } from './stream-account.ts';
import { addAccount, noTotals } from './stream-totals.ts';

const at = '2026-05-01T08:00:00.000Z';

function change(changes: Partial<StreamChange>): StreamChange {
  return { streamId: 's', stored: [], rejected: [], dropped: [], totals: [], devices: [], at, ...changes };
}

const account = (...changes: Partial<StreamChange>[]): StreamAccount =>
  changes.map(change).reduce(addChange, openAccount('s', at));

const overflow = (...ranges: [number, number][]) => ({ dropped: [{ reason: 'overflow', ranges }] });

describe('a number counts once', () => {
  it('whatever else it was: stored, else rejected, else dropped', () => {
    const parts = [{ stored: [1, 2] }, { rejected: [2, 3] }, overflow([2, 4])];
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      const figures = figuresOf(account(...order.map((index) => parts[index] ?? {})));
      expect(figures).toMatchObject({ received: 2, rejected: 1, dropped: 1, lost: 0 });
    }
  });

  it('however often and in whatever order it is told', () => {
    const anyNumbers = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 10 });
    const anyChange = fc.record({
      stored: anyNumbers,
      rejected: anyNumbers,
      dropped: anyNumbers.map((numbers) =>
        numbers.map((n) => ({ reason: 'expired', ranges: [[n, n + 2] as const] })),
      ),
    });
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 6 }), (changes) => {
        const first = account(...changes);
        const { received, rejected, dropped, lost } = figuresOf(first);
        expect(received + rejected + dropped + lost).toBe(first.highest);
        const stored = new Set(changes.flatMap((part) => part.stored));
        expect(received).toBe(stored.size);
        const again = figuresOf(account(...changes, ...[...changes].reverse()));
        expect(again).toMatchObject({ received, rejected, dropped, lost });
      }),
    );
  });
});

describe('what a stranger sends', () => {
  it('a number far above the highest is no endless loss', () => {
    const jumped = account(
      { stored: [1] },
      { stored: [Number.MAX_SAFE_INTEGER] },
      overflow([5, Number.MAX_SAFE_INTEGER]),
    );
    expect(figuresOf(jumped).lost).toBe(3);
    expect(figuresOf(jumped).received).toBe(1);
    expect(jumped.highest).toBe(1 + GREATEST_JUMP);
    expect(jumped.marks).toEqual(['jump']);
  });

  it('a total of drops above what is missing hides no more than that, and is marked', () => {
    const total = { totals: [{ reason: 'overflow', by: '', count: 2 ** 53 - 1 }] };
    expect(account({ stored: [1, 3] }, total).marks).toEqual(['dropped_more_than_missing']);
    expect(account({ stored: [1, 3] }, { totals: [{ reason: 'overflow', by: '', count: 1 }] }).marks).toEqual(
      [],
    );
  });

  it('events under a number that is there fill no gap', () => {
    const filled = account({ stored: [1, 10] }, { stored: Array(8).fill(1) });
    expect(figuresOf(filled)).toMatchObject({ received: 2, lost: 8, gaps: [[2, 9]] });
    expect(filled.marks).toEqual(['number_reused']);
  });

  it('drops of numbers that are stored, and another device, are marked', () => {
    expect(account({ stored: [1, 2] }, overflow([2, 2])).marks).toEqual(['dropped_but_stored']);
    expect(account(overflow([2, 2]), { stored: [1, 2] }).marks).toEqual(['dropped_but_stored']);
    const devices = (...ids: string[]) => ({
      devices: ids.map((deviceId) => ({ deviceId, platform: 'h5' })),
    });
    expect(account(devices('a', 'a')).marks).toEqual([]);
    expect(account(devices('a'), devices('b')).marks).toEqual(['several_devices']);
    // A server tracks for the devices of its visitors.
    const server = { devices: ['a', 'b'].map((deviceId) => ({ deviceId, platform: 'server' })) };
    expect(account(server).marks).toEqual([]);
  });

  it('keeps the number of reasons and totals bounded', () => {
    const words = Array.from(
      { length: 200 },
      (_, i) => `reason_${String.fromCharCode(97 + (i % 26))}${'x'.repeat(i / 26)}`,
    );
    const drops = words.map((reason, i) => ({ reason, ranges: [[i + 1, i + 1] as const] }));
    const many = account({ dropped: drops, totals: words.map((reason) => ({ reason, by: '', count: 1 })) });
    expect(Object.keys(many.dropped).length).toBeLessThanOrEqual(17);
    expect(many.totals.length).toBeLessThanOrEqual(64);
  });
});

describe('many ranges', () => {
  it('are no more than a bound, and the figures stay exact for what comes in order', () => {
    let stream = openAccount('s', at);
    for (let number = 1; number <= 10_000; number += 2) {
      stream = addChange(stream, change({ stored: [number], rejected: [number + 1] }));
    }
    expect(figuresOf(stream)).toMatchObject({ received: 5000, rejected: 5000, lost: 0 });
    expect(stream.stored.length + stream.rejected.length).toBeLessThanOrEqual(1000);
    expect(stream.marks).toEqual([]);
  });

  it('are scattered when there are too many gaps, and no gap is forgotten', () => {
    let stream = openAccount('s', at);
    for (let from = 1; from <= 9000; from += 900) {
      const stored = Array.from({ length: 300 }, (_, i) => from + i * 3);
      stream = addChange(stream, change({ stored }));
    }
    expect(figuresOf(stream)).toMatchObject({ received: 3000, lost: 5998 });
    expect(stream.marks).toEqual(['scattered']);
    expect(figuresOf(stream).gaps.length).toBeLessThanOrEqual(1000);
  });
});

it('sums all streams as they change', () => {
  const before = account({ stored: [1, 5] }, overflow([2, 2]));
  const after = addChange(before, change({ stored: [2, 4, 9] }));
  const totals = addAccount(addAccount(noTotals(), undefined, before), before, after);
  expect(totals).toEqual({
    streams: 1,
    received: 5,
    rejected: 0,
    lost: 4,
    dropped: 0,
    drops: {},
    contradictions: 1,
  });
});
