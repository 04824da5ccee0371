import { createMemoryStore } from '@pugmark/store';
import { expect, it, vi } from 'vitest';
import { createCollector } from './collector.ts';
import { wireEvent } from './testing/samples.ts';

it('ends also over a store that never answers, and has acknowledged nothing of what hangs', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const never = () => new Promise<never>(() => {});
    const collector = await createCollector({
      store: { ...createMemoryStore(), commit: never, close: never },
    });
    const answer = collector.fetch(
      new Request('http://host/tracking/events/batch', {
        method: 'POST',
        body: JSON.stringify({ events: [wireEvent()] }),
      }),
    );
    await vi.advanceTimersByTimeAsync(1000);
    let isClosed = false;
    void collector.close().then(() => {
      isClosed = true;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(isClosed).toBe(true);
    expect((await answer).status).toBe(503);
  } finally {
    vi.useRealTimers();
  }
});
