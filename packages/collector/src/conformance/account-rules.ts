import { randomUUID } from 'node:crypto';
import { isObject } from '../object.ts';
import { expectCounts, expectEqual, expectRefusal, expectStatus, Violation } from './expect.ts';
import type { Rule } from './rule.ts';
import { sampleEvent } from './samples.ts';
import type { Target } from './target.ts';

interface Account {
  received: number;
  rejected: number;
  dropped: number;
  lost: number;
}

/** What is told of one stream; the latest streams are listed first. */
async function accountOf({ read }: Target, streamId: string): Promise<Account> {
  const reply = await read('/streams?limit=1000');
  expectStatus(reply, 200);
  const list = isObject(reply.json) ? reply.json.streams : undefined;
  const found =
    Array.isArray(list) && list.find((stream) => isObject(stream) && stream.streamId === streamId);
  if (!found) throw new Violation('GET /streams must list a stream that was just sent.');
  const { received, rejected, dropped, lost } = found as Account;
  return { received, rejected, dropped, lost };
}

interface Stream {
  streamId: string;
  send(seqs: number[], changes?: Record<string, unknown>): Promise<void>;
  drop(report: Record<string, unknown>): Promise<void>;
  expect(wanted: Account): Promise<void>;
}

function openStream(target: Target): Stream {
  const streamId = randomUUID();
  const base = sampleEvent({ streamId });
  return {
    streamId,
    async send(seqs, changes = {}) {
      const events = seqs.map((seq) => ({ ...base, eventId: randomUUID(), seq, ...changes }));
      expectStatus(await target.post({ events }), 200);
    },
    async drop(report) {
      expectStatus(await target.post({ dropped: [{ streamId, reason: 'overflow', ...report }] }), 200);
    },
    expect: async (wanted) =>
      expectEqual('The account of the stream', await accountOf(target, streamId), wanted),
  };
}

const section = 'What is lost';

/** What is told of what was sent. */
export const ACCOUNT_RULES: readonly Rule[] = [
  {
    name: 'takes reports of drops alone',
    section: 'Reports of what was dropped',
    async check({ post }) {
      const report = { streamId: randomUUID(), reason: 'overflow', ranges: [[1, 3]], count: 3 };
      expectCounts(await post({ dropped: [report] }), { accepted: 0, duplicates: 0, rejected: 0 });
    },
  },
  {
    name: 'ignores reports that make no sense, and stores the events beside them',
    section: 'Reports of what was dropped',
    async check({ post }) {
      for (const dropped of [[{}, null, 7, { streamId: 's', reason: 'NO', count: -1 }], 'nonsense']) {
        const reply = await post({ events: [sampleEvent()], dropped });
        expectCounts(reply, { accepted: 1, duplicates: 0, rejected: 0 });
      }
    },
  },
  {
    name: 'tells the numbers that are missing',
    section,
    needs: 'token',
    async check(target) {
      const stream = openStream(target);
      await stream.send([1, 2, 5]);
      await stream.expect({ received: 3, rejected: 0, dropped: 0, lost: 2 });
    },
  },
  {
    name: 'counts a number once that is reported as dropped twice',
    section,
    needs: 'token',
    async check(target) {
      const stream = openStream(target);
      await stream.send([1, 4]);
      for (let i = 0; i < 2; i++) await stream.drop({ ranges: [[2, 3]], count: 2 });
      await stream.expect({ received: 2, rejected: 0, dropped: 2, lost: 0 });
    },
  },
  {
    name: 'takes a count without ranges for a running total',
    section: 'Reports of what was dropped',
    needs: 'token',
    async check(target) {
      const stream = openStream(target);
      await stream.send([1, 6]);
      for (const count of [2, 3, 3, 1]) await stream.drop({ count });
      await stream.expect({ received: 2, rejected: 0, dropped: 3, lost: 1 });
    },
  },
  {
    name: 'counts a rejected event by its number, once',
    section,
    needs: 'token',
    async check(target) {
      const stream = openStream(target);
      await stream.send([1, 3]);
      for (let i = 0; i < 2; i++) await stream.send([2], { eventName: 'Bad Name' });
      await stream.expect({ received: 2, rejected: 1, dropped: 0, lost: 0 });
    },
  },
  {
    name: 'counts two events with one number once',
    section,
    needs: 'token',
    async check(target) {
      const stream = openStream(target);
      await stream.send([1, 3, 3, 1]);
      await stream.expect({ received: 2, rejected: 0, dropped: 0, lost: 1 });
    },
  },
  {
    name: 'does not count a number that is ten million above the highest',
    section,
    needs: 'token',
    async check(target) {
      const stream = openStream(target);
      await stream.send([1]);
      await stream.send([9_007_199_254_740_991]);
      await stream.expect({ received: 1, rejected: 0, dropped: 0, lost: 0 });
    },
  },
  {
    name: 'gives an event back as it was sent',
    section: 'Reading',
    needs: 'token',
    async check({ post, read }) {
      const event = sampleEvent({ userId: '用户-1', streamId: randomUUID(), seq: 1 });
      const { eventTime, ...rest } = event;
      expectStatus(await post({ events: [event] }), 200);
      const found = await eventOf(read, event);
      const same = Object.fromEntries(Object.keys(rest).map((field) => [field, found[field]]));
      expectEqual('The event', same, rest);
    },
  },
  {
    name: "corrects a clock that is an hour ahead by the batch's sentAt",
    section: 'Routes and envelope',
    needs: 'token',
    async check({ post, read }) {
      const ahead = new Date(Date.now() + 3_600_000).toISOString();
      const event = sampleEvent({ eventTime: ahead });
      expectStatus(await post({ sentAt: ahead, events: [event] }), 200);
      const { eventTime } = await eventOf(read, event);
      const off = Math.abs(Date.parse(String(eventTime)) - Date.now());
      if (!(off < 60_000))
        throw new Violation(`eventTime must be corrected to now; it is ${String(eventTime)}.`);
    },
  },
  {
    name: 'lets nobody read without the token',
    section: 'Reading',
    needs: 'token',
    async check({ request }) {
      for (const path of ['/streams', '/api/events', '/api/counts']) {
        expectStatus(await request(path, {}), 401, 403);
        expectStatus(await request(path, { headers: { Authorization: `Bearer ${randomUUID()}` } }), 401, 403);
      }
    },
  },
  {
    name: 'answers 400 to a parameter that a route does not have',
    section: 'Reading',
    needs: 'token',
    check: async ({ read }) => void expectRefusal(await read('/streams?colour=red'), 400),
  },
  {
    name: 'says whether it takes events',
    section: 'Reading',
    async check({ request }) {
      const reply = await request('/health', {});
      expectStatus(reply, 200);
      if (!isObject(reply.json) || reply.json.ready !== true) {
        throw new Violation('GET /health must be JSON with ready: true while events are taken.');
      }
    },
  },
];

async function eventOf(
  read: Target['read'],
  { eventId, deviceId }: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const reply = await read(`/api/events?limit=10&device=${encodeURIComponent(String(deviceId))}`);
  expectStatus(reply, 200);
  const list = isObject(reply.json) && Array.isArray(reply.json.events) ? reply.json.events : [];
  const found = list.find((event) => isObject(event) && event.eventId === eventId);
  if (!isObject(found)) throw new Violation('GET /api/events must tell an event that was just accepted.');
  return found;
}
