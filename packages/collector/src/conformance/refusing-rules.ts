import { randomUUID } from 'node:crypto';
import { expectAnswer, expectCounts, expectEqual, expectRefusal, expectStatus, Violation } from './expect.ts';
import type { Rule } from './rule.ts';
import { sampleEvent, without } from './samples.ts';

const none = { accepted: 0, duplicates: 0, rejected: 1 };

/** An event with something wrong, each for a reason of its own. */
const BAD_EVENTS: [what: string, make: () => unknown][] = [
  ['without a name', () => without(sampleEvent(), 'eventName')],
  ['with a name that is not snake_case', () => sampleEvent({ eventName: 'Order Paid' })],
  ['with a name of 65 characters', () => sampleEvent({ eventName: 'a'.repeat(65) })],
  ['without a time', () => without(sampleEvent(), 'eventTime')],
  ['with a time without a zone', () => sampleEvent({ eventTime: '2026-05-01T08:00:00' })],
  ['with a time that is a number', () => sampleEvent({ eventTime: 1_777_600_000_000 })],
  ['of the year 10000', () => sampleEvent({ eventTime: '9999-12-31T23:59:59-14:00' })],
  ['without a device', () => without(sampleEvent(), 'deviceId')],
  ['without a session', () => without(sampleEvent(), 'sessionId')],
  ['without a platform', () => without(sampleEvent(), 'platform')],
  ['with a device of 257 characters', () => sampleEvent({ deviceId: 'd'.repeat(257) })],
  ['whose id is no UUID', () => sampleEvent({ eventId: '1' })],
  ['with the number 0 in its stream', () => sampleEvent({ streamId: randomUUID(), seq: 0 })],
  ['whose properties are a list', () => sampleEvent({ properties: [1] })],
  [
    'with 257 properties',
    () =>
      sampleEvent({ properties: Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`p${i}`, i])) }),
  ],
  ['that is no object', () => 'event'],
];

const nested = (levels: number) => `{"events":[],"deep":${'['.repeat(levels)}${']'.repeat(levels)}}`;

/** What is refused, and how. */
export const REFUSING_RULES: readonly Rule[] = [
  ...BAD_EVENTS.map(
    ([what, make]): Rule => ({
      name: `rejects an event ${what}, and answers 200`,
      section: 'An event',
      check: async ({ post }) => void expectCounts(await post({ events: [make()] }), none),
    }),
  ),
  {
    name: 'stores the others of a batch when one is rejected, and says which',
    section: 'The answer',
    async check({ post }) {
      const bad = sampleEvent({ eventName: 'Bad Name' });
      const answer = expectCounts(await post({ events: [sampleEvent(), bad, sampleEvent()] }), {
        accepted: 2,
        duplicates: 0,
        rejected: 1,
      });
      expectEqual('The eventId of the rejection', answer.rejected[0]?.eventId, bad.eventId);
      if (!answer.rejected[0]?.code) throw new Violation('A rejection must have a code.');
    },
  },
  {
    name: 'tells id and code of each of 150 rejected events',
    section: 'The answer',
    async check({ post }) {
      const events = Array.from({ length: 150 }, () => sampleEvent({ eventTime: 'today' }));
      const { rejected } = expectCounts(await post({ events }), {
        accepted: 0,
        duplicates: 0,
        rejected: 150,
      });
      expectEqual(
        'The ids of the rejections',
        rejected.map(({ eventId }) => eventId).sort(),
        events.map(({ eventId }) => eventId).sort(),
      );
      if (rejected.some(({ code }) => code === '')) throw new Violation('Each rejection must have a code.');
    },
  },
  {
    name: 'takes NUL, halves of surrogate pairs and odd keys without failing',
    section: 'The answer',
    async check({ post }) {
      const odd = { 'a\0b': 'c\0d', half: '\ud83d', __proto__x: 1, constructor: 2, '': 3 };
      const { accepted, rejected } = expectAnswer(await post({ events: [sampleEvent({ properties: odd })] }));
      expectEqual('accepted and rejected together', accepted + rejected.length, 1);
    },
  },
  ...(
    [
      ['no JSON', '{"events":['],
      ['an empty body', ''],
      ['a list', '[]'],
      ['an object without events, groups or reports', '{}'],
      ['events that are no list', '{"events":{}}'],
      ['levels beyond 35', nested(200)],
      ['a hundred thousand levels', nested(100_000)],
    ] as const
  ).map(
    ([what, body]): Rule => ({
      name: `answers 400 to ${what}`,
      section: 'The answer',
      check: async ({ post }) => void expectRefusal(await post(body), 400),
    }),
  ),
  {
    name: 'answers 400 to what is not UTF-8',
    section: 'The answer',
    async check({ post }) {
      const text = JSON.stringify({ events: [sampleEvent({ userId: '?' })] });
      const bytes = Buffer.from(text);
      bytes[text.indexOf('?')] = 0xff;
      expectRefusal(await post(bytes), 400);
    },
  },
  {
    name: 'answers 415 to an encoding that it does not know',
    section: 'The answer',
    async check({ post }) {
      expectRefusal(await post('{"events":[]}', { headers: { 'Content-Encoding': 'compress' } }), 415);
    },
  },
  {
    name: 'answers 400 to gzip that is damaged',
    section: 'The answer',
    async check({ post }) {
      expectRefusal(await post('this is no gzip', { headers: { 'Content-Encoding': 'gzip' } }), 400);
    },
  },
  {
    name: 'answers 413 to more than it takes, and stores nothing of it',
    section: 'The answer',
    async check({ post }) {
      // Larger than any bound that is sensible, and still little to send.
      const events = [sampleEvent({ properties: { text: 'x'.repeat(9 * 1024 * 1024) } })];
      expectRefusal(await post({ events }), 413);
    },
  },
  {
    name: 'answers 405 to another method, and 404 to another route',
    section: 'The answer',
    async check({ request }) {
      expectStatus(await request('/tracking/events/batch', { method: 'GET' }), 405);
      expectStatus(await request(`/${randomUUID()}`, { method: 'POST', body: '{}' }), 404);
    },
  },
];
