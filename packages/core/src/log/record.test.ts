import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankOf, readRecord, sealRecord } from './record.js';

const stream = fc.uuid();
const positive = fc.integer({ min: 1, max: 1e9 });

describe('record', () => {
  it('can be read back from its key', () => {
    fc.assert(
      fc.property(
        stream,
        positive,
        positive,
        fc.nat(3),
        positive,
        fc.string({ minLength: 1 }),
        (streamId, seq, count, rank, time, text) => {
          const sealed = sealRecord(streamId, seq, count, rank, time, text);
          const { bytes, key } = sealed;
          expect(readRecord(key)).toMatchObject({ key, streamId, count, bytes, rank, time });
          expect(readRecord(key, text)).toMatchObject({ key, streamId, text });
        },
      ),
    );
  });

  it('ranks P2 below P1 below P0 below audit, and what it does not know lowest', () => {
    expect([rankOf('P2'), rankOf(), rankOf('P1'), rankOf('P0'), rankOf('audit')]).toEqual([0, 1, 1, 2, 3]);
    expect(rankOf('urgent' as never)).toBe(0);
  });
});
