import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWhole, readRecord, sealRecord, splitIntoEvents } from './record.js';

const parts = fc.record({
  streamId: fc.uuid(),
  seq: fc.integer({ min: 1, max: 1e9 }),
  rank: fc.nat(4),
  time: fc.integer({ min: 0, max: 2e12 }),
  events: fc.array(fc.jsonValue(), { maxLength: 5 }),
});

const seal = ({ events, ...rest }: typeof parts extends fc.Arbitrary<infer T> ? T : never) =>
  sealRecord({
    streamId_: rest.streamId,
    seq_: rest.seq,
    rank_: rest.rank,
    time_: rest.time,
    count_: events.length,
    text_: ['{"shared":1}', ...events.map((event) => JSON.stringify({ event }))].join('\n,'),
  });

describe('record', () => {
  it('can be read back from its key', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const record = seal(given);
        expect(readRecord(record.key_)).toEqual({ ...record, text_: undefined });
        expect(readRecord(record.key_, record.text_)).toEqual(record);
      }),
    );
  });

  it('is told from keys of others', () => {
    for (const key of [
      '',
      'a',
      'a:1:1:1:1',
      'a:1:1:1:1:1:1',
      ':1:1:1:1:1',
      'a:1:x:1:1:1',
      'a:1:1:0:1:1',
      'a:1:-1:5:1:1',
      'a:1:1e9:5:1:1',
    ])
      expect(readRecord(key), key).toBeUndefined();
  });

  it('splits into its events, each with its own number and the same fields', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const record = seal(given);
        const events = splitIntoEvents(record);
        expect(events.map(({ seq_ }) => seq_)).toEqual(given.events.map((_, index) => given.seq + index));
        for (const [index, event] of events.entries())
          expect(event.text_).toBe(`{"shared":1}\n,${JSON.stringify({ event: given.events[index] })}`);
      }),
    );
  });

  it('is whole only with all its events', () => {
    const record = seal({ streamId: 's', seq: 1, rank: 1, time: 1, events: [1, 2] });
    const text = record.text_ as string;
    expect(isWhole(record, text)).toBe(true);
    for (const damaged of [
      undefined,
      5,
      '',
      text.slice(0, -1),
      text.slice(1),
      text.split('\n,')[0],
      `${text}\n,{}`,
    ])
      expect(isWhole(record, damaged)).toBe(false);
  });
});
