import { readPlan } from '@pugmark/plan';
import { createMemoryStore, type StoredEvent, type StreamsReport } from '@pugmark/store';
import { describe, expect, it } from 'vitest';
import type { PlanReport } from '../sinks/plan-tally.ts';
import { wireEvent } from '../testing/samples.ts';
import { type Served, serve } from '../testing/serve.ts';

const { plan } = readPlan({
  version: 1,
  name: 'shop',
  common: { inviteToken: 'string?', store: 'string?' },
  events: { order_paid: { properties: { amount: 'number' } }, page_left: {} },
});

const right = () => wireEvent({ eventName: 'order_paid', properties: { amount: 1 }, inviteToken: 't' });
const wrong = () => wireEvent({ eventName: 'order_paid', properties: { amount: '1', other: 2 } });
const unknown = () => wireEvent({ eventName: 'order_payed', properties: { amount: 1 }, streamId: 's' });
const bound = () => wireEvent({ eventName: 'user_identify', userId: 'u', properties: { escortId: 'e' } });
const empty = () => {
  const { properties: _, ...event } = wireEvent({ eventName: 'page_left' });
  return event;
};

const batch = () => ({ events: [right(), wrong(), unknown(), bound(), empty()] });

describe('a collector with a plan', () => {
  it('stores everything and marks what is off the plan, when it observes', async () => {
    const { send, read } = await serve({ plan });
    expect(await (await send(batch())).json()).toEqual({ accepted: 5, duplicates: 0, rejected: [] });
    const { events } = await read<{ events: StoredEvent[] }>('/api/events');
    expect(events.reverse().map(({ plan: faults }) => faults)).toEqual([
      undefined,
      [
        { path: 'properties.amount', message: 'must be a number, is the string "1"' },
        { path: 'properties.other', message: 'is not in the plan' },
      ],
      [{ path: 'eventName', message: 'the plan has no event "order_payed"; did you mean "order_paid"?' }],
      undefined,
      undefined,
    ]);
  });

  it('rejects what is off the plan by id, with code, path and reason, when it enforces', async () => {
    const { send, read } = await serve({ plan, planMode: 'enforce' });
    const sent = batch();
    const answer = (await (await send(sent)).json()) as { accepted: number; rejected: object[] };
    expect(answer.accepted).toBe(3);
    expect(answer.rejected).toEqual([
      {
        eventId: sent.events[1]?.eventId,
        code: 'off_plan',
        path: 'properties.amount',
        message: expect.stringContaining(
          'properties.amount: must be a number, is the string "1"; properties.other',
        ),
      },
      {
        eventId: sent.events[2]?.eventId,
        streamId: 's',
        code: 'unknown_event',
        path: 'eventName',
        message: expect.stringContaining('the plan has no event "order_payed"'),
      },
    ]);
    expect((await read<{ events: unknown[] }>('/api/events')).events).toHaveLength(3);
  });

  it('names the stream of what it rejects as stored events name it', async () => {
    const { send } = await serve({ plan, planMode: 'enforce' });
    const events = [' s\0 ', ' ', 'a\nb'].map((streamId) => ({ ...unknown(), streamId }));
    const { rejected } = (await (await send({ events })).json()) as { rejected: { streamId?: string }[] };
    expect(rejected.map(({ streamId }) => streamId)).toEqual(['s', undefined, undefined]);
  });

  it('counts what an enforced plan rejects for its stream, until a looser plan lets it in', async () => {
    const store = { ...createMemoryStore(), close: async () => {} };
    const strict = await serve({ store, plan, planMode: 'enforce' });
    const [first, second] = [right(), wrong()].map((event, i) => ({ ...event, streamId: 's', seq: i + 1 }));
    // Without an id, it is known by the one that the collector derives.
    const { eventId: _, ...third } = { ...wrong(), sessionId: 'other', streamId: 's', seq: 3 };
    const events = [first, second, third];
    const lossOf = async ({ read }: Served) => {
      const { streams } = await read<StreamsReport>('/streams');
      return streams.map(({ received, rejected, lost }) => [received, rejected, lost]);
    };
    for (let time = 0; time < 2; time++) await strict.send({ events });
    expect(await lossOf(strict)).toEqual([[1, 2, 0]]);
    const loose = await serve({ store, plan });
    await loose.send({ events });
    expect(await lossOf(loose)).toEqual([[3, 0, 0]]);
    // Its answer was lost, and the collector is strict again.
    await strict.send({ events });
    expect(await lossOf(strict)).toEqual([[3, 0, 0]]);
  });

  it.each(['observe', 'enforce'] as const)('counts what it found by event and path: %s', async (planMode) => {
    const { send, read } = await serve({ plan, planMode });
    await send(batch());
    await send({ events: [unknown(), wireEvent({ eventName: 'Not a name' })] });
    const report = (await read<{ plan: PlanReport }>('/api/counts')).plan;
    expect(report).toEqual({
      mode: planMode,
      checked: 6,
      faulty: 1,
      unknown: 2,
      events: [
        { eventName: 'order_payed', isKnown: false, count: 2, paths: { eventName: 2 } },
        {
          eventName: 'order_paid',
          isKnown: true,
          count: 1,
          paths: { 'properties.amount': 1, 'properties.other': 1 },
        },
      ],
    });
  });

  it('checks what a client sent before it is cleaned, groups included', async () => {
    const { send, read } = await serve({ plan });
    const { deviceId, sessionId, platform, ...event } = right();
    const shared = { deviceId, sessionId, platform, properties: { store: 'a', colour: 'red' } };
    await send({ groups: [{ shared, events: [event] }] });
    const { events } = await read<{ events: StoredEvent[] }>('/api/events');
    expect(events[0]?.plan).toEqual([{ path: 'properties.colour', message: 'is not in the plan' }]);
  });

  it('bounds what it counts, whatever names clients invent', async () => {
    const { send, read } = await serve({ plan });
    const events = Array.from({ length: 300 }, (_, i) => wireEvent({ eventName: `invented_${i}` }));
    await send({ events });
    const report = (await read<{ plan: PlanReport }>('/api/counts')).plan;
    expect(report.unknown).toBe(300);
    expect(report.events).toHaveLength(200);
  });

  it('says nothing of a plan when there is none', async () => {
    const { read } = await serve();
    expect(await read('/api/counts')).not.toHaveProperty('plan');
  });

  it('refuses a mode that does not exist', async () => {
    await expect(serve({ plan, planMode: 'strict' as never })).rejects.toThrow(
      'planMode must be observe or enforce; it is strict.',
    );
  });
});
