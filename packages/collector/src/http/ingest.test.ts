import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Answer } from '@pugmark/core';
import { readPlan } from '@pugmark/plan';
import {
  type Batch,
  createMemoryStore,
  type StoredEvent,
  StoreUnavailableError,
  type StreamsReport,
  UnstorableError,
} from '@pugmark/store';
import { describe, expect, it, vi } from 'vitest';
import { wireEvent } from '../testing/samples.ts';
import { refusalOf, serve } from '../testing/serve.ts';

const answerOf = async (response: Response) => (await response.json()) as Answer;

describe('sending', () => {
  it('takes an envelope of groups and events, and answers what became of each event', async () => {
    const { send, read } = await serve();
    const { eventId, ...rest } = wireEvent({ properties: { b: 2 } });
    const shared = { ...rest, userId: 'u1', osName: 'iOS', properties: { a: 1, b: 1 } };
    const again = wireEvent();
    const response = await send({
      sentAt: new Date().toISOString(),
      sdk: { name: 'test', version: '1' },
      groups: [{ shared, events: [{ eventId, properties: { b: 2 } }] }],
      events: [again, again, wireEvent({ eventId: randomUUID(), eventName: 'Bad' })],
    });
    expect(response.status).toBe(200);
    expect(await answerOf(response)).toMatchObject({
      accepted: 2,
      duplicates: 1,
      rejected: [{ code: 'invalid_name' }],
    });
    const { events } = await read<{ events: StoredEvent[] }>('/api/events?user=u1');
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ eventId, facts: { osName: 'iOS' }, properties: { a: 1, b: 2 } });
  });

  it('stores a batch once that comes a hundred times at once', async () => {
    const { send, read } = await serve();
    const events = Array.from({ length: 20 }, (_, i) => wireEvent({ streamId: 's', seq: i + 1 }));
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => answerOf(await send({ events }))),
    );
    const sum = (field: 'accepted' | 'duplicates') => answers.reduce((all, answer) => all + answer[field], 0);
    expect([sum('accepted'), sum('duplicates')]).toEqual([20, 99 * 20]);
    const { streams } = await read<StreamsReport>('/streams');
    expect(streams).toMatchObject([{ received: 20, lost: 0, marks: [] }]);
  });

  it('takes one event alone, and a batch at the alias', async () => {
    const { send } = await serve();
    expect(await answerOf(await send(wireEvent(), {}, '/tracking/events'))).toMatchObject({ accepted: 1 });
    expect(await answerOf(await send({ events: [wireEvent()] }, {}, '/api/tracking'))).toMatchObject({
      accepted: 1,
    });
  });

  it('takes a beacon: text/plain, with credentials, from any origin', async () => {
    const { send } = await serve();
    const response = await send(
      { events: [wireEvent()] },
      { 'Content-Type': 'text/plain;charset=UTF-8', Origin: 'https://shop.example', Cookie: 'a=b' },
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(response.headers.get('access-control-allow-credentials')).toBe('true');
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('reads the device of a browser from its User-Agent', async () => {
    const { send, read } = await serve();
    const userAgent =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
    await send({ events: [wireEvent({ network: '4g' })] }, { 'User-Agent': userAgent });
    const { events } = await read<{ events: StoredEvent[] }>('/api/events');
    expect(events[0]?.facts).toEqual({
      network: '4g',
      deviceType: 'mobile',
      osName: 'iOS',
      osVersion: '17.5',
    });
  });

  it('takes gzip that nobody declared, as pages send it to save a preflight', async () => {
    const { send } = await serve();
    const body = gzipSync(JSON.stringify({ events: [wireEvent(), wireEvent()] }));
    expect(await answerOf(await send(body, { 'Content-Type': 'text/plain' }))).toMatchObject({ accepted: 2 });
  });

  it('takes gzip', async () => {
    const { send } = await serve();
    const body = gzipSync(JSON.stringify({ events: [wireEvent(), wireEvent()] }));
    const response = await send(body, { 'Content-Encoding': 'gzip' });
    expect(await answerOf(response)).toMatchObject({ accepted: 2 });
  });

  it('recognises an event without an id that is sent again within its second', async () => {
    const { send } = await serve();
    const { eventId: _, ...event } = wireEvent({ userId: 'u' });
    expect(await answerOf(await send({ events: [event] }))).toMatchObject({ accepted: 1 });
    expect(await answerOf(await send({ events: [event] }))).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  it('finds what a stream lost', async () => {
    const { send, read } = await serve();
    const streamId = randomUUID();
    await send({
      events: [1, 2, 5].map((seq) => wireEvent({ streamId, seq })),
      dropped: [{ streamId, reason: 'overflow', count: 1 }, { nonsense: true }],
    });
    expect((await read<StreamsReport>('/streams')).total).toEqual({
      streams: 1,
      received: 3,
      rejected: 0,
      lost: 1,
      dropped: 1,
      drops: { overflow: 1 },
      contradictions: 0,
    });
  });

  it('takes drops by number, alone or beside events, from any tracker, and again', async () => {
    const { send, read } = await serve();
    const report = {
      streamId: 's',
      reason: 'overflow',
      ranges: [
        [2, 3],
        [6, 6],
      ],
      count: 3,
    };
    await send({ events: [1, 4, 7].map((seq) => wireEvent({ streamId: 's', seq })), dropped: [report] });
    expect(await answerOf(await send({ dropped: [report] }))).toEqual({
      accepted: 0,
      duplicates: 0,
      rejected: [],
    });
    const { streams } = await read<StreamsReport>('/streams');
    expect(streams).toMatchObject([
      { maxSeq: 7, received: 3, dropped: 3, drops: { overflow: 3 }, lost: 1, gaps: [[5, 5]], marks: [] },
    ]);
  });

  it.each<[string, unknown]>([
    ['no list', 'nonsense'],
    ['a list in a string, as an old library writes it', '[{"streamId":"s"}]'],
    ['an object', {}],
    ['a list of nonsense', [null, 7, [], { streamId: 's' }]],
    ['a range that ends before it begins', [{ streamId: 's', reason: 'a', ranges: [[3, 1]] }]],
    ['ranges of text', [{ streamId: 's', reason: 'a', ranges: [['1', '2']] }]],
    ['no range at all', [{ streamId: 's', reason: 'a', ranges: [] }]],
    ['a range of three', [{ streamId: 's', reason: 'a', ranges: [[1, 2, 3]] }]],
    ['a count below one', [{ streamId: 's', reason: 'a', count: 0 }]],
  ])('stores the events beside reports that make no sense: %s', async (_what, dropped) => {
    const { send, read } = await serve();
    const answer = await answerOf(await send({ events: [wireEvent({ streamId: 't', seq: 1 })], dropped }));
    expect(answer).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    expect((await read<StreamsReport>('/streams')).total).toMatchObject({ streams: 1, dropped: 0 });
  });

  it('bounds the reports and ranges of one request', async () => {
    const { send, read } = await serve();
    const ranges = Array.from({ length: 2500 }, (_, i) => [i * 2 + 1, i * 2 + 1]);
    const dropped = Array.from({ length: 1500 }, (_, i) =>
      i < 5 ? { streamId: `s${i}`, reason: 'a', ranges } : { streamId: `s${i}`, reason: 'a', count: 1 },
    );
    expect((await send({ dropped })).status).toBe(200);
    // Four of the five with ranges, and none beyond the thousandth report.
    const { total } = await read<StreamsReport>('/streams');
    expect(total.dropped).toBe(4 * 2500 + 995);
  });

  it('answers with at most a hundred reasons in full, and still names every event', async () => {
    const { send } = await serve();
    const events = Array.from({ length: 500 }, () => wireEvent({ eventName: 'Not a name' }));
    const { rejected } = await answerOf(await send({ events }));
    expect(rejected.map(({ eventId }) => eventId)).toEqual(events.map(({ eventId }) => eventId));
    expect(rejected.every(({ code }) => code === 'invalid_name')).toBe(true);
    expect(rejected.filter(({ message }) => message !== '')).toHaveLength(100);
  });

  it('takes what curl -d sends, which says that it is a form', async () => {
    const { send } = await serve();
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect(await answerOf(await send({ events: [wireEvent()] }, form))).toMatchObject({ accepted: 1 });
  });

  it('takes a clock that is far off for no clock at all, and says so', async () => {
    const { send, read } = await serve();
    const event = wireEvent();
    for (const sentAt of [
      '5',
      'May 1',
      '2026-05-01T08:00:00',
      '+275760-09-13T00:00:00Z',
      '9999-01-01T00:00:00Z',
    ]) {
      await send({ sentAt, events: [{ ...event, eventId: randomUUID() }] });
    }
    const { events } = await read<{ events: StoredEvent[] }>('/api/events');
    expect(new Set(events.map(({ eventTime }) => eventTime))).toEqual(new Set([event.eventTime]));
    expect(events.map(({ marks }) => marks)).toEqual([['absurd_clock'], [], [], [], []]);
  });

  it('counts a rejected event once, however many trackers send it, and whatever old ones report of it', async () => {
    const { send, read } = await serve();
    const streamId = randomUUID();
    const rejected = wireEvent({ streamId, seq: 4, eventName: 'Not a name' });
    await send({ events: [wireEvent({ streamId, seq: 1 }), wireEvent({ streamId, seq: 2 }), rejected] });
    for (const by of ['heir-1', 'heir-2']) {
      await send({ events: [rejected], dropped: [{ streamId, reason: 'rejected', count: 1, by }] });
    }
    const { total, streams } = await read<StreamsReport>('/streams');
    expect(streams[0]).toMatchObject({ maxSeq: 4, received: 2, rejected: 1, lost: 1, dropped: 0, drops: {} });
    expect(total).toMatchObject({ rejected: 1, lost: 1, dropped: 0 });
  });

  it('counts no rejected event that has no number, or none that makes sense', async () => {
    const { send, read } = await serve();
    const unnumbered = [
      { streamId: 's' },
      { seq: 1 },
      { streamId: 's', seq: 0 },
      { streamId: 's', seq: 1.5 },
      { streamId: 's', seq: '1' },
      { streamId: ' ', seq: 1 },
      { streamId: 's'.repeat(257), seq: 1 },
      { streamId: 7, seq: 1 },
    ].map((number) => ({ ...wireEvent({ eventName: 'Not a name' }), ...number }));
    const answer = await answerOf(await send({ events: [...unnumbered, 'no event', null] }));
    expect(answer.rejected).toHaveLength(unnumbered.length + 2);
    expect((await read<StreamsReport>('/streams')).total.streams).toBe(0);
  });

  it('takes a report of a reason it does not know, and of a tracker that adopted the stream', async () => {
    const { send, read } = await serve();
    const report = { streamId: 's', reason: 'a_new_reason', count: 2 };
    await send({
      dropped: [
        report,
        { ...report, by: 'heir' },
        { ...report, count: 3, by: 'another héir' },
        { streamId: 's', reason: 'constructor', count: 1 },
      ],
    });
    // Any text names a stream, in a report as in an event.
    expect((await read<StreamsReport>('/streams')).total.drops).toEqual({ a_new_reason: 7, constructor: 1 });
  });
});

describe('refusing', () => {
  it.each([
    ['malformed JSON', '{"events":[', 400, 'malformed_json'],
    ['an empty body', '', 400, 'empty_body'],
    ['an array', '[]', 400, 'not_an_envelope'],
    ['an object that is no envelope', '{"eventName":"x"}', 400, 'not_an_envelope'],
    ['events that are no list', '{"events":{}}', 400, 'not_an_envelope'],
    ['a group without events', '{"groups":[{"shared":{}}]}', 400, 'not_an_envelope'],
    ['deep nesting', `{"events":[${'['.repeat(50_000)}`, 400, 'too_deep'],
  ])('%s', async (_what, body, status, code) => {
    const { send } = await serve();
    expect(await refusalOf(await send(body))).toMatchObject({ status, code });
  });

  it('bytes that are not UTF-8', async () => {
    const { send } = await serve();
    expect(await refusalOf(await send(Uint8Array.of(0x7b, 0xff, 0x7d)))).toMatchObject({ status: 400 });
  });

  it('a batch where one event belongs', async () => {
    const { send } = await serve();
    const refusal = await refusalOf(await send({ events: [] }, {}, '/tracking/events'));
    expect(refusal).toMatchObject({ status: 400, code: 'not_an_event' });
  });

  it('a body above the bound, before it is read', async () => {
    const { send } = await serve({ maxBody: 10_000 });
    expect(await refusalOf(await send('x'.repeat(10_001)))).toMatchObject({ status: 413, code: 'too_large' });
  });

  it('a body above the bound with an answer that the client sees, though it is still sending', async () => {
    const { send } = await serve();
    for (let i = 0; i < 5; i++) {
      const refusal = await refusalOf(await send('x'.repeat(4 * 1024 * 1024)));
      expect(refusal).toMatchObject({ status: 413, code: 'too_large' });
    }
  });

  it('a write key in a header that is not known, before the body is read', async () => {
    const { send } = await serve({ writeKeys: ['key-one'] });
    const refused = await send('not even JSON', { 'X-Pugmark-Key': 'wrong' });
    expect(await refusalOf(refused)).toMatchObject({ status: 401, code: 'unknown_key' });
  });

  it('a body that streams on above the bound without saying its length', async () => {
    const { url } = await serve({ maxBody: 10_000 });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const posting = request(`${url}/tracking/events/batch`, { method: 'POST' }, (response) => {
        resolve(response.statusCode);
        posting.destroy();
      });
      posting.on('error', reject);
      posting.write('x'.repeat(20_000));
    });
    expect(status).toBe(413);
  });

  it('a gzip bomb', async () => {
    const { send } = await serve();
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    for (const headers of [{ 'Content-Encoding': 'gzip' }, {}])
      expect(await refusalOf(await send(bomb, headers))).toMatchObject({ status: 413, code: 'too_large' });
  });

  it('shared fields that grow like a bomb when they are repeated', async () => {
    const { send } = await serve();
    const shared = { ...wireEvent(), properties: { text: 'x'.repeat(100_000) } };
    const body = { groups: [{ shared, events: Array.from({ length: 1000 }, () => ({})) }] };
    expect(await refusalOf(await send(body))).toMatchObject({ status: 413 });
  });

  it('groups that expand to more than a body may be', async () => {
    const { send } = await serve({ maxDecompressed: 200_000 });
    const shared = { ...wireEvent(), properties: { text: 'x'.repeat(7000) } };
    const body = (count: number) => ({
      groups: [{ shared, events: Array.from({ length: count }, () => ({})) }],
    });
    expect((await send(body(20))).status).toBe(200);
    expect(await refusalOf(await send(body(40)))).toMatchObject({ status: 413, code: 'too_large' });
  });

  it('more events than a batch may have', async () => {
    const { send } = await serve({ maxEvents: 2 });
    const events = [wireEvent(), wireEvent(), wireEvent()];
    expect(await refusalOf(await send({ events }))).toMatchObject({ status: 413, code: 'too_many_events' });
  });

  it('damaged gzip, unknown encodings and unknown types', async () => {
    const { send } = await serve();
    expect((await send('nope', { 'Content-Encoding': 'gzip' })).status).toBe(400);
    expect((await send('{}', { 'Content-Encoding': 'br' })).status).toBe(415);
    expect((await send('a=b', { 'Content-Type': 'application/x-www-form-urlencoded' })).status).toBe(415);
  });

  it('unknown routes and wrong methods', async () => {
    const { url } = await serve();
    expect(await refusalOf(await fetch(`${url}/nowhere`))).toMatchObject({ status: 404, code: 'not_found' });
    const wrong = await fetch(`${url}/tracking/events/batch`);
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('POST, OPTIONS');
    expect((await fetch(`${url}/streams`, { method: 'DELETE' })).headers.get('allow')).toBe('GET, HEAD');
  });

  it('a batch without a known write key, when keys are asked for', async () => {
    const { send } = await serve({ writeKeys: ['key-one', 'key-two'] });
    const events = [wireEvent()];
    expect(await refusalOf(await send({ events }))).toMatchObject({ status: 401, code: 'unknown_key' });
    expect((await send({ events, key: 'wrong' })).status).toBe(401);
    expect((await send({ events, key: 'key-two' })).status).toBe(200);
    expect((await send({ events }, { 'X-Pugmark-Key': 'key-one' })).status).toBe(200);
  });
});

describe('an event that the store can never keep', () => {
  it('is rejected alone, with its number, and the others are stored', async () => {
    const memory = createMemoryStore();
    const isBad = ({ deviceId }: StoredEvent) => deviceId === 'bad';
    const store = {
      ...memory,
      async commit(batch: Batch) {
        if (batch.events.some(isBad)) throw new UnstorableError('invalid input syntax for type json');
        return memory.commit(batch);
      },
    };
    const { send, read } = await serve({ store });
    const events = ['good', 'bad', 'good'].map((deviceId, i) =>
      wireEvent({ deviceId, streamId: 's', seq: i + 1 }),
    );
    const answer = await answerOf(await send({ events: [...events, wireEvent({ eventName: 'No' })] }));
    expect(answer).toMatchObject({
      accepted: 2,
      duplicates: 0,
      rejected: [
        { code: 'invalid_name' },
        { eventId: events[1]?.eventId, streamId: 's', code: 'unstorable' },
      ],
    });
    expect((await read<StreamsReport>('/streams')).total).toMatchObject({
      received: 2,
      rejected: 1,
      lost: 0,
    });
  });
});

describe('listeners of the host', () => {
  it('cannot change an answer: the batch is stored', async () => {
    const errors: unknown[] = [];
    const fail = () => {
      throw new Error('host bug');
    };
    const { send } = await serve({ onBatch: fail, onError: (error) => errors.push(error) });
    expect(await answerOf(await send({ events: [wireEvent()] }))).toMatchObject({ accepted: 1 });
    expect(errors).toMatchObject([{ message: 'host bug' }]);
    const worse = await serve({
      onBatch: async () => fail(),
      onStoreError: fail,
      onError: fail,
      store: { ...createMemoryStore(), commit: async () => fail() },
    });
    expect((await worse.send({ events: [wireEvent()] })).status).toBe(503);
  });
});

describe('origins', () => {
  it('answers a preflight once a day', async () => {
    const { url } = await serve();
    const response = await fetch(`${url}/tracking/events/batch`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://a.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://a.example');
    expect(response.headers.get('access-control-max-age')).toBe('86400');
    expect(response.headers.get('access-control-allow-headers')).toContain('Content-Encoding');
  });

  it('lets a page read why it was refused', async () => {
    const { send } = await serve();
    const response = await send('{', { Origin: 'https://a.example' });
    expect(response.status).toBe(400);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://a.example');
  });

  it('holds to the list, also for beacons, which are sent without a preflight', async () => {
    const { send } = await serve({ allowOrigin: ['https://good.example'] });
    const body = { events: [wireEvent()] };
    expect((await send(body, { Origin: 'https://good.example' })).status).toBe(200);
    expect((await send(body)).status).toBe(200);
    const refused = await send(body, { Origin: 'https://bad.example', 'Content-Type': 'text/plain' });
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    expect(await refusalOf(refused)).toMatchObject({ status: 403, code: 'origin_not_allowed' });
  });
});

describe('under pressure', () => {
  it('refuses the whole request above the rate, commits nothing of it, and says when to come back', async () => {
    const { send, read } = await serve({ rateLimit: 1, maxEvents: 10, now: () => 1_800_000_000_000 });
    const ten = () => ({ events: Array.from({ length: 10 }, () => wireEvent()) });
    expect((await send(ten())).status).toBe(200);
    const refused = await send(ten());
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('10');
    expect((await read<{ total: number }>('/api/counts')).total).toBe(10);
  });

  it('counts reports, requests and bytes as well as events', async () => {
    const now = () => 1_800_000_000_000;
    const reports = Array.from({ length: 10 }, (_, i) => ({ streamId: `s${i}`, reason: 'a', count: 1 }));
    const reporting = await serve({ rateLimit: 1, maxEvents: 10, now });
    expect((await reporting.send({ dropped: reports })).status).toBe(200);
    expect((await reporting.send({ dropped: reports })).status).toBe(429);
    const asking = await serve({ rateLimit: 1, maxEvents: 1, now });
    for (let i = 0; i < 10; i++) expect((await asking.send({ events: [] })).status).toBe(200);
    expect((await asking.send({ events: [] })).status).toBe(429);
    const large = await serve({ rateLimit: 1, maxDecompressed: 100_000, now });
    const event = () => ({ events: [wireEvent({ properties: { text: 'x'.repeat(60_000) } })] });
    expect((await large.send(event())).status).toBe(200);
    expect((await large.send(event())).status).toBe(429);
  });

  it('counts for one client the whole network that an address of IPv6 is of, and no ports', async () => {
    const { send } = await serve({ rateLimit: 1, maxEvents: 10, trustProxy: true, now: () => 0 });
    const ten = () => ({ events: Array.from({ length: 10 }, () => wireEvent()) });
    const from = (address: string) => ({ 'X-Forwarded-For': address });
    for (const [first, second] of [
      ['2001:db8:0:1::1', '2001:db8::1:ffff:0:0:2'],
      ['1.2.3.4:1111', '1.2.3.4:2222'],
      ['[2001:db8:0:2::1]:443', '2001:0db8:0000:0002::9'],
      ['::ffff:5.6.7.8', '5.6.7.8'],
    ] as const) {
      expect((await send(ten(), from(first))).status).toBe(200);
      expect((await send(ten(), from(second))).status).toBe(429);
    }
  });

  it('takes the address that the outermost of several proxies wrote', async () => {
    const { send } = await serve({ rateLimit: 1, maxEvents: 10, trustProxy: 2, now: () => 0 });
    const ten = () => ({ events: Array.from({ length: 10 }, () => wireEvent()) });
    const from = (list: string) => ({ 'X-Forwarded-For': list });
    expect((await send(ten(), from('6.6.6.6, 1.1.1.1, 10.0.0.1'))).status).toBe(200);
    expect((await send(ten(), from('7.7.7.7, 1.1.1.1, 10.0.0.2'))).status).toBe(429);
    expect((await send(ten(), from('6.6.6.6, 2.2.2.2, 10.0.0.1'))).status).toBe(200);
  });

  it('has counted nothing of what it refuses, neither faults nor marks', async () => {
    const { plan } = readPlan({ version: 1, name: 'shop', events: { order_paid: {} } });
    const { send, read } = await serve({ plan, rateLimit: 1, maxEvents: 10, now: () => 0 });
    const ten = () => ({ events: Array.from({ length: 10 }, () => wireEvent()) });
    await send(ten());
    expect((await send(ten())).status).toBe(429);
    expect(await read('/api/counts')).toMatchObject({ plan: { checked: 10, unknown: 10 } });
  });

  it('says which reason a store gives, and that it is not ready meanwhile', async () => {
    const full = new StoreUnavailableError('disk_full', 'The disk is full: 72 MiB are needed.');
    let problem: Error | undefined = full;
    const memory = createMemoryStore();
    const check = async () => {
      if (problem) throw problem;
    };
    const store = {
      ...memory,
      checkReady: check,
      commit: (batch: Batch) => check().then(() => memory.commit(batch)),
    };
    const { send, url } = await serve({ store });
    expect(await refusalOf(await send({ events: [wireEvent()] }))).toMatchObject({
      status: 503,
      code: 'disk_full',
      message: expect.stringContaining('72 MiB are needed'),
    });
    const health = await fetch(`${url}/health`);
    expect(health.status).toBe(503);
    expect(await health.json()).toEqual({
      status: 'unavailable',
      live: true,
      ready: false,
      reason: full.message,
    });
    problem = undefined;
    expect((await send({ events: [wireEvent()] })).status).toBe(200);
    await vi.waitFor(async () => expect((await fetch(`${url}/health`)).status).toBe(200), { timeout: 5000 });
  });

  it('bounds the bytes of bodies that are held back, and serves others meanwhile', async () => {
    const { url, send } = await serve();
    const held = Array.from({ length: 40 }, () => {
      const posting = request(`${url}/tracking/events/batch`, {
        method: 'POST',
        headers: { 'Content-Length': 1_000_000, 'Content-Type': 'application/json' },
      });
      const status = new Promise<number | undefined>((resolve) => {
        posting.on('response', (response) => resolve(response.resume().statusCode));
        posting.on('error', () => resolve(undefined));
      });
      posting.write('x'.repeat(999_999));
      return { posting, status };
    });
    const refused = await Promise.race(held.map(({ status }) => status));
    expect(refused).toBe(503);
    expect((await send({ events: [wireEvent()] })).status).toBe(200);
    for (const { posting } of held) posting.destroy();
  });

  it('takes the address that its own proxy wrote, when told to trust it', async () => {
    const { send } = await serve({ rateLimit: 1, maxEvents: 10, trustProxy: true, now: () => 0 });
    const ten = () => ({ events: Array.from({ length: 10 }, () => wireEvent()) });
    const from = (address: string) => ({ 'X-Forwarded-For': `6.6.6.6, ${address}` });
    expect((await send(ten(), from('1.1.1.1'))).status).toBe(200);
    expect((await send(ten(), from('2.2.2.2'))).status).toBe(200);
    expect((await send(ten(), from('1.1.1.1'))).status).toBe(429);
  });

  it('acknowledges nothing when the store fails, and works again when the store does', async () => {
    const memory = createMemoryStore();
    let broken = true;
    const errors: unknown[] = [];
    const store = {
      ...memory,
      commit: async (batch: Parameters<typeof memory.commit>[0]) => {
        if (broken) throw new Error('disk full');
        return memory.commit(batch);
      },
    };
    const { send } = await serve({ store, onStoreError: (error) => errors.push(error) });
    const body = { events: [wireEvent()] };
    const refused = await send(body);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refusalOf(refused)).toMatchObject({ status: 503, code: 'store_unavailable' });
    expect(errors).toHaveLength(1);
    // Also what is rejected has to be counted before it is answered.
    const rejected = { events: [wireEvent({ streamId: 's', seq: 1, eventName: 'Not a name' })] };
    expect((await send(rejected)).status).toBe(503);
    broken = false;
    expect(await answerOf(await send(body))).toMatchObject({ accepted: 1, duplicates: 0 });
    expect((await answerOf(await send(rejected))).rejected).toHaveLength(1);
  });
});

it('keeps objects clean of what comes in as __proto__', async () => {
  const { send, read } = await serve();
  const event = JSON.stringify(wireEvent({ eventName: 'attack' })).replace(
    '"properties":{',
    '"__proto__":{"polluted":1},"properties":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},',
  );
  const response = await send(`{"__proto__":{"polluted":1},"groups":[{"shared":${event},"events":[{}]}]}`);
  expect(await answerOf(response)).toMatchObject({ accepted: 1, rejected: [] });
  const { events } = await read<{ events: StoredEvent[] }>('/api/events?name=attack');
  expect(JSON.stringify(events)).not.toContain('polluted');
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

it('also works behind a server of the host, through fetch', async () => {
  const { collector } = await serve();
  const response = await collector.fetch(
    new Request('http://host/tracking/events/batch', {
      method: 'POST',
      body: JSON.stringify({ events: [wireEvent()] }),
    }),
  );
  expect(await answerOf(response)).toMatchObject({ accepted: 1 });
});
