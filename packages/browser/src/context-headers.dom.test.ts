import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { contextHeaders, createTracker } from './index.js';

it('names device and session once an event was tracked, and nobody without consent', async () => {
  const name = 'headers';
  expect(contextHeaders(name)).toEqual({});
  const tracker = createTracker({ apiUrl: 'http://127.0.0.1:1', name, batchInterval: 1e6 });
  tracker.track('a');
  await vi.waitFor(() => expect(contextHeaders(name)['x-pugmark-session']).toMatch(/^[\w-]{36}$/));
  expect(contextHeaders(name)['x-pugmark-device']).toMatch(/^[\w-]{36}$/);
  expect(Object.keys(contextHeaders(name, 0))).toEqual(['x-pugmark-device']);
  tracker.setConsent('pending');
  expect(contextHeaders(name)).toEqual({});
  tracker.setConsent('denied');
  expect(contextHeaders(name)).toEqual({});
});
