import type { JsonValue, StoredEvent } from '@pugmark/store';
import { storedEvent } from '@pugmark/store/testing';
import fc from 'fast-check';

/** Clocks of New York are set back on 1 November 2026 and forward on 14 March 2027. */
const STARTS = ['2026-10-31T20:00:00Z', '2027-03-13T20:00:00Z', '2026-12-30T12:00:00Z'].map(Date.parse);

const value: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0.1, 0.2, 0.3, 19.99, 5, 3, -2, 1e15) },
  { weight: 1, arbitrary: fc.constantFrom(1e-7, 123456789.123456, 9007199254740991, 0) },
  { weight: 2, arbitrary: fc.constantFrom('3', 'vip', '', '中文', '😀', '\uFFFD') },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false) },
  { weight: 1, arbitrary: fc.constantFrom<JsonValue>([1, 'vip', null], ['a'], { b: 1, a: [2] }, [], {}) },
);

/** The time in the ids of version 7 says how long events are kept: nothing of today is too old. */
const TODAY = Date.now()
  .toString(16)
  .padStart(12, '0')
  .replace(/^(.{8})/, '$1-');

/** Few names, people and moments, so that much happens at once, to the same people, twice and across midnight. */
export const randomEvents: fc.Arbitrary<StoredEvent[]> = fc
  .record({
    start: fc.constantFrom(...STARTS),
    events: fc.array(
      fc.record({
        eventName: fc.constantFrom('a', 'a', 'b', 'b', 'c', 'x'),
        minutes: fc.oneof(fc.nat(200), fc.nat(4000), fc.nat(20_000)),
        deviceId: fc.constantFrom('d1', 'd2', 'd3', 'd4', 'server'),
        userId: fc.constantFrom('u1', 'u2', 'd1', undefined, undefined, undefined, undefined),
        sessionId: fc.constantFrom('s1', 's2', 's3', 'server'),
        platform: fc.constantFrom('h5', 'miniapp'),
        stream: fc.constantFrom('t1', 't2', undefined),
        amount: fc.option(value, { nil: undefined }),
        tag: fc.option(value, { nil: undefined }),
        source: fc.constantFrom('wechat', 'sms', undefined),
      }),
      { minLength: 0, maxLength: 40 },
    ),
  })
  .map(({ start, events }) => {
    const seqs = new Map<string, number>();
    return events.map(({ stream, amount, tag, source, minutes, userId, ...event }, index): StoredEvent => {
      const seq = (seqs.get(stream ?? '') ?? 0) + 1 + (index % 7 === 3 ? 1 : 0);
      if (stream) seqs.set(stream, seq);
      const eventTime = new Date(start + minutes * 60_000).toISOString();
      return storedEvent({
        ...event,
        ...(userId ? { userId } : {}),
        eventTime,
        clientTime: eventTime,
        // Of one commit, what has the smaller id arrives first.
        eventId: `${TODAY}-7000-8000-${index.toString(16).padStart(12, '0')}`,
        ...(stream ? { streamId: stream, seq } : {}),
        facts: source ? { utmSource: source } : {},
        properties: {
          ...(amount === undefined ? {} : { amount }),
          ...(tag === undefined ? {} : { tag }),
        },
      });
    });
  });

/** When the last of them has happened. */
export const AFTER = Date.parse('2027-04-02T00:00:00Z');
