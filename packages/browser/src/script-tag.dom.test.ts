import 'fake-indexeddb/auto';
import type { Envelope } from '@pugmark/core';
import { createModelCollector } from '@pugmark/core/testing';
import { afterEach, expect, it, vi } from 'vitest';

const page = window as unknown as { pugmark?: unknown };
const collector = createModelCollector();

vi.spyOn(window, 'fetch').mockImplementation(async (_, init) => {
  const { body = '', status } = collector.receive(init?.body as string);
  return new Response(body, { status });
});
const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});

afterEach(() => {
  delete page.pugmark;
});

it('a queued init that is wrong costs nothing that waits behind it, and no event its time', async () => {
  const start = Date.UTC(2026, 0, 1);
  const options = { apiUrl: 'https://collect.test', compress: false };
  page.pugmark = {
    q: [
      ['track', start, ['before']],
      ['init', start + 1, [{ apiUrl: undefined }]],
      ['init', start + 2, [{ apiURL: 'https://collect.test' }]],
      ['track', start + 3, ['after']],
    ],
  };
  await import('./cdn.js');
  const { init, track, flush } = page.pugmark as typeof import('./index.js');
  expect(warn.mock.calls).toEqual([
    ['pugmark: init failed', expect.any(TypeError)],
    ['pugmark: init failed', expect.any(TypeError)],
  ]);
  init(options);
  const before = Date.now();
  track('live');
  await flush();
  const times = Object.fromEntries(
    collector.events.map(({ eventName, eventTime }) => [eventName, Date.parse(eventTime)]),
  );
  expect(times).toMatchObject({ before: start, after: start + 3 });
  expect(times.live).toBeGreaterThanOrEqual(before);
  const { sentAt } = JSON.parse(vi.mocked(fetch).mock.calls[0]?.[1]?.body as string) as Envelope;
  expect(Date.parse(sentAt as string)).toBeGreaterThanOrEqual(before);
});
