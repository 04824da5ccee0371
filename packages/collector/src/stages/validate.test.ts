import type { Rejection } from '@pugmark/core';
import { expect, it } from 'vitest';
import { wireEvent } from '../testing/samples.ts';
import { validate } from './validate.ts';

it.each([
  ['no object', 'text', 'invalid_event'],
  ['a name in camelCase', wireEvent({ eventName: 'orderPaid' }), 'invalid_name'],
  ['a name of 65 characters', wireEvent({ eventName: 'a'.repeat(65) }), 'invalid_name'],
  ['a name with a trailing underscore', wireEvent({ eventName: 'order_' }), 'invalid_name'],
  ['a time without a zone', wireEvent({ eventTime: '2026-05-01T08:00:00' }), 'invalid_time'],
  ['a time that is no date', wireEvent({ eventTime: '2026-13-01T08:00:00Z' }), 'invalid_time'],
  ['an id that is no UUID', wireEvent({ eventId: '42' }), 'invalid_event_id'],
  ['no device', { ...wireEvent(), deviceId: undefined }, 'invalid_device_id'],
  ['an empty session', wireEvent({ sessionId: ' ' }), 'invalid_session_id'],
  ['a platform that is a number', { ...wireEvent(), platform: 3 }, 'invalid_platform'],
  ['a user that is a number', { ...wireEvent(), userId: 7 }, 'invalid_user_id'],
  ['a seq of zero', wireEvent({ seq: 0 }), 'invalid_seq'],
  ['properties that are a list', { ...wireEvent(), properties: [] }, 'invalid_properties'],
  [
    'too many properties',
    wireEvent({ properties: Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`p${i}`, i])) }),
    'too_many_properties',
  ],
])('rejects %s, and keeps the good event beside it', (_what, bad, code) => {
  const good = wireEvent();
  const { valid, rejected } = validate([bad, good]);
  expect(valid).toEqual([good]);
  expect(rejected).toHaveLength(1);
  expect(rejected[0]?.rejection.code).toBe(code);
  expect(rejected[0]?.rejection.message).toMatch(/must|may/);
  expect(rejected[0]?.rejection.eventId).toBe((bad as { eventId?: string }).eventId ?? '');
});

it.each([
  ['a usable one', 'stream-1', { streamId: 'stream-1' }],
  ['a number', 7, {}],
  ['one with a line break', 'a\nb', {}],
  ['one that is far too long', 'x'.repeat(300), {}],
])('tells the stream of a rejected event: %s', (_what, streamId, told) => {
  const { rejected } = validate([{ ...wireEvent({ eventName: 'No' }), streamId }]);
  const { eventId, code, message, ...rest }: Partial<Rejection> = rejected[0]?.rejection ?? {};
  expect(rest).toEqual(told);
});

it('takes the times that ISO 8601 allows', () => {
  const times = ['2026-05-01T08:00Z', '2026-05-01T08:00:00+08:00', '2026-05-01T08:00:00.123456Z'];
  expect(validate(times.map((eventTime) => wireEvent({ eventTime }))).rejected).toEqual([]);
});
