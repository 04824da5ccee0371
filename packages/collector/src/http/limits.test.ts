import { createTracker, resolveOptions, type Tracker } from '@pugmark/core';
import { createMemoryPlatform } from '@pugmark/core/testing';
import { MAX_DEPTH, MAX_EVENT_NAME, MAX_ID } from '@pugmark/core/vocabulary';
import type { StoredEvent } from '@pugmark/store';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { serve } from '../testing/serve.ts';

/** A tracker that sends to a real collector. */
async function open() {
  const { send, read } = await serve();
  const { platform, warnings } = createMemoryPlatform({
    overrides: {
      async send({ body }) {
        const response = await send(body);
        return { status: response.status, body: await response.text() };
      },
    },
  });
  const options = resolveOptions({ apiUrl: 'https://collect.example.com' });
  const tracker = createTracker({ platform, options, sdk: { name: 'test', version: '0' } });
  return { tracker, warnings, events: () => read<{ events: StoredEvent[] }>('/api/events') };
}

const nested = (levels: number): object => (levels === 1 ? {} : { value: nested(levels - 1) });
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
const id = 'x'.repeat(MAX_ID);

/** What is shared goes with every event: if the collector refused it, none would ever arrive. */
it.each<[string, (tracker: Tracker) => void]>([
  ['registered properties as deep as they may be', ({ register }) => register(nested(MAX_DEPTH))],
  ['as many registered properties as there may be', ({ register }) => register(keys(128))],
  ['registered properties as long as they may be', ({ register }) => register({ text: 'é'.repeat(7980) })],
  ['a user whose id is as long as it may be', ({ setUser }) => setUser(id, { escortId: id })],
  ['a name as long as it may be', ({ track }) => track('x'.repeat(MAX_EVENT_NAME))],
  ['ids of one event', ({ track }) => track('a', {}, { userId: id, deviceId: id, sessionId: id })],
  ['properties as deep as they may be', ({ track }) => track('a', nested(MAX_DEPTH))],
  ['all keys that an event may have of its own', ({ track }) => track('a', keys(256))],
])('takes what a tracker lets pass: %s', async (_, call) => {
  const { tracker, warnings, events } = await open();
  call(tracker);
  tracker.track('last', nested(MAX_DEPTH));
  const { tracked, acknowledged, dropped } = await tracker.flush();
  expect({ acknowledged, dropped, warnings }).toEqual({ acknowledged: tracked, dropped: {}, warnings: [] });
  expect((await events()).events[0]).toMatchObject({ eventName: 'last' });
});

it('takes what a tracker lets pass, whatever the host has called', async () => {
  const { tracker } = await open();
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  const value = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
  const call = fc.oneof(
    fc.tuple(fc.constant('register'), fc.tuple(fc.dictionary(text, value, { maxKeys: 150 }))),
    fc.tuple(fc.constant('setUser'), fc.tuple(text, fc.dictionary(text, text, { maxKeys: 40 }))),
    fc.tuple(fc.constant('reset'), fc.constant([])),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 4 }), async (calls) => {
      for (const [name, args] of calls)
        (tracker[name as keyof Tracker] as (...args: unknown[]) => void)(...args);
      tracker.track('last');
      const { queued, dropped } = await tracker.flush();
      expect({ queued, dropped }).toEqual({ queued: 0, dropped: {} });
    }),
    { numRuns: 200 },
  );
});
