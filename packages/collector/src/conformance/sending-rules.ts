import { expectCounts, expectRefusal, expectStatus, Violation } from './expect.ts';
import type { Rule } from './rule.ts';
import { sampleEvent, without } from './samples.ts';
import { BATCH, SINGLE, zip } from './target.ts';

const one = { accepted: 1, duplicates: 0, rejected: 0 };
const section = 'Routes and envelope';

/** How events may come. */
export const SENDING_RULES: readonly Rule[] = [
  {
    name: 'takes a batch of events as JSON',
    section,
    check: async ({ post }) => void expectCounts(await post({ events: [sampleEvent()] }), one),
  },
  {
    name: 'takes the same as text/plain, as a beacon sends it',
    section,
    async check({ post }) {
      const headers = { 'Content-Type': 'text/plain;charset=UTF-8' };
      expectCounts(await post({ events: [sampleEvent()] }, { headers }), one);
    },
  },
  {
    name: 'takes gzip',
    section,
    async check({ post }) {
      const headers = { 'Content-Encoding': 'gzip' };
      expectCounts(await post(zip({ events: [sampleEvent()] }), { headers }), one);
    },
  },
  {
    name: 'takes groups, whose shared fields stand in for those that an event lacks',
    section,
    async check({ post }) {
      const { eventId, eventName, eventTime, ...shared } = sampleEvent();
      const own = { eventId, eventName, eventTime };
      expectCounts(await post({ groups: [{ shared, events: [own] }] }), one);
    },
  },
  {
    name: 'takes a single event',
    section,
    check: async ({ post }) => void expectCounts(await post(sampleEvent(), { path: SINGLE }), one),
  },
  {
    name: 'ignores fields that it does not know',
    section,
    async check({ post }) {
      expectCounts(
        await post({ events: [sampleEvent({ later: { a: 1 } })], later: [1], sdk: { name: 'x' } }),
        one,
      );
    },
  },
  {
    name: 'takes an empty list',
    section,
    check: async ({ post }) => void expectCounts(await post({ events: [] }), { ...one, accepted: 0 }),
  },
  {
    name: 'lets pages of other origins send',
    section,
    async check({ request, post }) {
      const Origin = 'https://shop.example';
      const preflight = await request('/tracking/events/batch', {
        method: 'OPTIONS',
        headers: {
          Origin,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type',
        },
      });
      expectStatus(preflight, 200, 204);
      const answer = await post({ events: [] }, { headers: { Origin } });
      for (const [what, { headers }] of Object.entries({ preflight, answer })) {
        if (['*', Origin].includes(headers.get('access-control-allow-origin') ?? '')) continue;
        throw new Violation(
          `The ${what} must have Access-Control-Allow-Origin, or be limited on purpose to other origins.`,
        );
      }
    },
  },
  {
    name: 'stores an event once, however often it is sent',
    section: 'Idempotence',
    async check({ post }) {
      const events = [sampleEvent()];
      expectCounts(await post({ events }), one);
      for (let i = 0; i < 3; i++)
        expectCounts(await post({ events }), { accepted: 0, duplicates: 1, rejected: 0 });
    },
  },
  {
    name: 'stores an event once that stands twice in one batch',
    section: 'Idempotence',
    async check({ post }) {
      const event = sampleEvent();
      expectCounts(await post({ events: [event, event] }), { accepted: 1, duplicates: 1, rejected: 0 });
    },
  },
  {
    name: 'stores an event once that comes ten times at the same moment',
    section: 'Idempotence',
    async check({ post }) {
      const events = [sampleEvent()];
      const replies = await Promise.all(Array.from({ length: 10 }, () => post({ events })));
      const accepted = replies.reduce(
        (sum, { json }) => sum + ((json as { accepted?: number })?.accepted ?? 0),
        0,
      );
      if (accepted !== 1) throw new Violation(`One of ten answers must say accepted; ${accepted} do.`);
    },
  },
  {
    name: 'takes equal events of one second without an id for the same',
    section: 'Idempotence',
    async check({ post }) {
      const events = [without(sampleEvent({ userId: 'u' }), 'eventId')];
      expectCounts(await post({ events }), one);
      expectCounts(await post({ events }), { accepted: 0, duplicates: 1, rejected: 0 });
    },
  },
  {
    name: 'asks for the write key',
    section,
    needs: 'key',
    async check({ post }) {
      const headers = { 'X-Pugmark-Key': 'not-the-key' };
      expectRefusal(await post({ events: [sampleEvent()] }, { headers }), 401, 403);
    },
  },
  {
    name: 'takes the write key in the envelope',
    section,
    needs: 'key',
    async check({ request, key }) {
      const body = JSON.stringify({ key, events: [sampleEvent()] });
      expectCounts(await request(BATCH, { method: 'POST', body }), one);
    },
  },
];
