import { createMemoryStore, StoreUnavailableError } from '@pugmark/store';
import { describe, expect, it } from 'vitest';
import type { CounterMeter } from '../sinks/open-telemetry.ts';
import { wireEvent } from '../testing/samples.ts';
import { serve, TOKEN } from '../testing/serve.ts';

async function figures(url: string): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  expect(response.headers.get('content-type')).toContain('text/plain');
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

describe('metrics', () => {
  it('tell what was accepted, duplicate and rejected, how late it was, and what is lost where', async () => {
    const { url, send } = await serve();
    const event = wireEvent({
      streamId: 's',
      seq: 3,
      eventTime: new Date(Date.now() - 90_000).toISOString(),
    });
    await send({ events: [event, wireEvent({ eventName: 'No' })] });
    await send({ events: [event] });
    await send('not json');
    const told = await figures(url);
    expect(Object.fromEntries(told)).toMatchObject({
      pugmark_batches_total: 2,
      pugmark_events_accepted_total: 1,
      pugmark_events_duplicate_total: 1,
      'pugmark_events_rejected_total{code="invalid_name"}': 1,
      'pugmark_requests_total{status="200"}': 2,
      'pugmark_requests_total{status="400"}': 1,
      'pugmark_event_delay_seconds_bucket{le="60"}': 0,
      'pugmark_event_delay_seconds_bucket{le="300"}': 1,
      pugmark_commit_seconds_count: 2,
      pugmark_pending_batches: 0,
      pugmark_live_viewers: 0,
      'pugmark_stream_numbers{platform="h5",outcome="received"}': 1,
      'pugmark_stream_numbers{platform="h5",outcome="lost"}': 2,
    });
    expect(told.get('pugmark_store_bytes')).toBeGreaterThan(100);
    expect(told.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  });

  it('tell how far followers are behind', async () => {
    const store = createMemoryStore();
    const { url, send } = await serve({ store });
    await send({ events: [wireEvent(), wireEvent()] });
    const { next } = await store.read(undefined, 1);
    await store.moveFollower('copy', undefined, next);
    expect((await figures(url)).get('pugmark_follower_behind_events{follower="copy"}')).toBe(1);
  });

  it('are told without the figures of a store that fails', async () => {
    const fails = () => Promise.reject(new StoreUnavailableError('store_unavailable', 'gone'));
    const { url } = await serve({
      store: { ...createMemoryStore(), followers: fails, platforms: fails, size: fails },
    });
    const told = await figures(url);
    expect(told.get('pugmark_pending_batches')).toBe(0);
    expect([...told.keys()].filter((key) => key.startsWith('pugmark_follower'))).toEqual([]);
  });

  it('are for readers only', async () => {
    const { url } = await serve();
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
  });

  it('go to OpenTelemetry as well, when a meter is given', async () => {
    const counts: Record<string, number> = {};
    const meter = {
      createCounter: (name: string) => ({
        add: (count: number, labels?: { code: string }) => {
          const key = labels ? `${name} ${labels.code}` : name;
          counts[key] = (counts[key] ?? 0) + count;
        },
      }),
    } as CounterMeter;
    const { send } = await serve({ meter });
    await send({ events: [wireEvent(), wireEvent({ eventName: 'No' })] });
    expect(counts).toEqual({
      'pugmark.events.accepted': 1,
      'pugmark.events.duplicate': 0,
      'pugmark.events.rejected invalid_name': 1,
    });
  });
});

describe('readiness', () => {
  it('is told at /ready, by status', async () => {
    const { url, collector } = await serve();
    expect(await (await fetch(`${url}/ready`)).json()).toEqual({ status: 'ok', live: true, ready: true });
    await collector.close();
    const answer = await collector.fetch(new Request('http://127.0.0.1/ready'));
    expect(answer.status).toBe(503);
  });
});
