import { readPlan } from '@pugmark/plan';
import { createMemoryStore, type StoredEvent, type StreamsReport } from '@pugmark/store';
import { describe, expect, it } from 'vitest';
import { wireEvent } from '../testing/samples.ts';
import { serve, TOKEN } from '../testing/serve.ts';

const READER = 'a-token-that-only-reads';
const planWith = (amount: string) =>
  readPlan({
    version: 1,
    name: 'shop',
    events: {
      order_paid: { properties: { amount, phone: { type: 'string', required: false, pii: 'phone' } } },
    },
  }).plan;

interface Rejected {
  events: { code: string; message: string; event: Record<string, unknown>; rejectedId: string }[];
}

const paid = (changes = {}) =>
  wireEvent({ eventName: 'order_paid', properties: { amount: '12' }, ...changes });

describe('rejected events', () => {
  it('are told with reason and body, the latest first, to whoever may read', async () => {
    const { url, send, read } = await serve({ plan: planWith('number'), planMode: 'enforce' });
    await send({
      events: [{ ...wireEvent({ eventName: 'No' }), odd: 'a\u0000b' }, wireEvent(), 'no object'],
    });
    await send({ events: [paid()] });
    const { events } = await read<Rejected>('/api/rejected');
    expect(events.map(({ code }) => code)).toEqual([
      'off_plan',
      'unknown_event',
      'invalid_event',
      'invalid_name',
    ]);
    expect(events[0]).toMatchObject({
      message: expect.stringContaining('properties.amount'),
      deviceId: 'device-1',
      eventName: 'order_paid',
      event: { eventName: 'order_paid', properties: { amount: '12' } },
    });
    expect(events[3]?.event).toMatchObject({ eventName: 'No', odd: 'a\u0000b' });
    const older = await read<Rejected>(`/api/rejected?before=${events[1]?.rejectedId}&limit=1`);
    expect(older.events.map(({ code }) => code)).toEqual(['invalid_event']);
    expect((await read<Rejected>('/api/rejected?code=off_plan')).events).toHaveLength(1);
    expect((await fetch(`${url}/api/rejected`)).status).toBe(401);
  });

  it('are taken after all once the plan is mended, at the time they came, and count as stored', async () => {
    const store = { ...createMemoryStore(), close: async () => {} };
    const strict = await serve({ store, plan: planWith('number'), planMode: 'enforce' });
    const event = paid({ streamId: 's', seq: 1 });
    await strict.send({ events: [event, wireEvent({ eventName: 'No', streamId: 's', seq: 2 })] });
    await strict.collector.close();
    const mended = await serve({
      store,
      plan: planWith('string'),
      planMode: 'enforce',
      tokens: [{ token: READER, role: 'read' }],
    });
    const replay = (token: string, query = '') =>
      fetch(`${mended.url}/rejected/replay${query}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
      });
    expect((await replay(READER)).status).toBe(403);
    expect(await (await replay(TOKEN)).json()).toEqual({
      tried: 2,
      accepted: 1,
      duplicates: 0,
      rejected: { invalid_name: 1 },
    });
    const { events } = await mended.read<{ events: StoredEvent[] }>('/api/events');
    expect(events).toMatchObject([{ eventId: event.eventId, properties: { amount: '12' } }]);
    const { streams } = await mended.read<StreamsReport>('/streams');
    expect(streams[0]).toMatchObject({ received: 1, rejected: 1, lost: 0 });
    expect((await mended.read<Rejected>('/api/rejected')).events.map(({ code }) => code)).toEqual([
      'invalid_name',
    ]);
    expect(await (await replay(TOKEN, '?code=off_plan')).json()).toMatchObject({ tried: 0 });
  });

  it('are held to the plan of the app that sent them', async () => {
    const apps = [
      { name: 'shop', keys: ['shop-key'], plan: planWith('number'), planMode: 'enforce' as const },
    ];
    const { url, send, read } = await serve({ apps });
    await send({ key: 'shop-key', events: [paid()] });
    const response = await fetch(`${url}/rejected/replay`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    expect(await response.json()).toMatchObject({ tried: 1, accepted: 0, rejected: { off_plan: 1 } });
    expect((await read<{ events: StoredEvent[] }>('/api/events')).events).toEqual([]);
  });
});

describe('personal data that the plan names', () => {
  const phone = '13812345678';

  it('is masked before it is stored, once more where the sender has done so', async () => {
    const { send, read } = await serve({ plan: planWith('string') });
    const withPhone = (value: string) => paid({ properties: { amount: '1', phone: value } });
    await send({ events: [withPhone(phone), withPhone('***5678')] });
    const { events } = await read<{ events: StoredEvent[] }>('/api/events');
    expect(events.map(({ properties }) => properties.phone)).toEqual(['***5678', '***5678']);
  });

  it('stands neither in what is kept of a rejection nor in the faults of an event', async () => {
    const strict = await serve({ plan: planWith('number'), planMode: 'enforce' });
    const event = () => paid({ properties: { amount: '1', phone } });
    await strict.send({ events: [event()] });
    const told = JSON.stringify(await strict.read('/api/rejected'));
    expect(told).toContain('***5678');
    expect(told).not.toContain(phone);
    const observing = await serve({ plan: planWith('number') });
    await observing.send({ events: [event(), paid({ properties: { amount: 1, phone: [phone] } })] });
    expect(JSON.stringify(await observing.read('/api/events'))).not.toContain(phone);
  });
});
