import { storedEvent } from '@pugmark/store/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createHub } from './hub.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function readAll(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += Buffer.from(chunk).toString('utf8');
  return text;
}

it('does not let a browser that never reads pile up memory, and tells it what it missed', async () => {
  const hub = createHub({ maxBuffer: 10, interval: 1 });
  const stream = hub.subscribe();
  if (!stream) throw new Error('no stream');
  for (let i = 0; i < 200; i++) {
    hub.accept(Array.from({ length: 5 }, () => storedEvent()));
    await vi.advanceTimersByTimeAsync(1);
  }
  // The browser wakes up and reads.
  const reader = stream.getReader();
  let text = '';
  for (let i = 0; i < 4; i++) text += Buffer.from((await reader.read()).value ?? []).toString('utf8');
  await vi.advanceTimersByTimeAsync(10);
  for (let i = 0; i < 2; i++) text += Buffer.from((await reader.read()).value ?? []).toString('utf8');
  hub.close();
  const shown = [...text.matchAll(/event: events\ndata: (.*)\n/g)].reduce(
    (sum, [, json]) => sum + (JSON.parse(json ?? '[]') as unknown[]).length,
    0,
  );
  const skipped = Number(/"skipped":(\d+)/.exec(text)?.[1]);
  expect(shown + skipped).toBe(1000);
  expect(shown).toBeLessThanOrEqual(50);
});

it('refuses more browsers than it can serve', () => {
  const hub = createHub({ maxClients: 1 });
  expect(hub.subscribe()).toBeDefined();
  expect(hub.subscribe()).toBeUndefined();
  hub.close();
});

it('gives the place of a browser that reads nothing to another', async () => {
  const hub = createHub({ maxClients: 1 });
  const stuck = hub.subscribe();
  await vi.advanceTimersByTimeAsync(30_000);
  const next = hub.subscribe();
  if (!next || !stuck) throw new Error('no place');
  // One that reads stays, however little there is to read.
  const reader = next.getReader();
  const reading = (async () => {
    while (!(await reader.read()).done);
  })();
  await vi.advanceTimersByTimeAsync(300_000);
  expect(hub.subscribe()).toBeUndefined();
  hub.close();
  await reading;
});

it('ends the streams when it closes', async () => {
  const hub = createHub();
  const stream = hub.subscribe();
  if (!stream) throw new Error('no stream');
  hub.close();
  expect(await readAll(stream)).toContain('event: ready');
});
