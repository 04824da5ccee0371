import { describe, expect, it } from 'vitest';
import { createCollector } from './testing/collector.js';
import { createVisitor, flush, start, track, turn } from './testing/visit.js';

describe('two apps of one origin and one name', () => {
  it('send to their own collector only, whatever the other has left', async () => {
    const { visit, page, options, collector } = createVisitor();
    const other = createCollector();
    await collector.always('break');
    const first = await visit();
    await track(first, 'of_the_first');
    await flush(first);
    await turn(first, 'hidden');
    first.remove();

    const second = await page();
    await start(second, { ...options, apiUrl: other.apiUrl });
    await track(second, 'of_the_second');
    expect(await flush(second)).toMatchObject({ adopted: 0, acknowledged: 1, queued: 0 });
    expect(await other.names()).toEqual(['of_the_second']);

    await collector.always('deliver');
    const again = await visit();
    expect(await flush(again)).toMatchObject({ adopted: 1, acknowledged: 1 });
    expect(await collector.names()).toEqual(['of_the_first']);
    const [one, two] = [...(await collector.events()), ...(await other.events())];
    expect(two?.deviceId).toBe(one?.deviceId);
  });
});

describe('two tabs of one site', () => {
  const openTabs = async () => {
    const visitor = createVisitor();
    return { ...visitor, a: await visitor.visit(), b: await visitor.visit() };
  };

  it('hear of each other: consent that one withdraws is withdrawn in both, and nothing is written back', async () => {
    const { a, b, collector, records, settings } = await openTabs();
    await track(b, 'before');
    await flush(b);
    await a.run(async (load) => (await load()).setConsent('denied'));
    await expect
      .poll(async () => {
        await track(b, 'after');
        return (await flush(b)).dropped.consent ?? 0;
      })
      .toBeGreaterThan(0);
    await turn(b, 'hidden');
    expect(await collector.names()).not.toContain('after');
    expect(settings()).toEqual([expect.stringContaining('consent')]);
    expect(await records()).toEqual([]);
  });

  it('hear of each other: after a log-out in one, both are another device and session', async () => {
    const { a, b, collector } = await openTabs();
    await a.run(async (load) => (await load()).setUser('u1'));
    await track(a, 'before');
    await flush(a);
    await expect
      .poll(async () => {
        await track(b, 'before_too');
        await flush(b);
        return (await collector.events()).at(-1)?.userId;
      })
      .toBe('u1');
    const before = (await collector.events())[0];
    await a.run(async (load) => (await load()).reset());
    await expect
      .poll(async () => {
        await track(b, 'after');
        await flush(b);
        return (await collector.events()).at(-1)?.sessionId;
      })
      .not.toBe(before?.sessionId);
    await track(a, 'after');
    await flush(a);
    const [ofB, ofA] = (await collector.events()).slice(-2);
    expect(ofA).toMatchObject({ deviceId: ofB?.deviceId, sessionId: ofB?.sessionId });
    for (const event of [ofA, ofB]) expect(event).not.toHaveProperty('userId');
    expect(ofA?.deviceId).not.toBe(before?.deviceId);
  });
});

describe('a host that clears localStorage', () => {
  it('loses neither device nor user', async () => {
    const { visit, collector } = createVisitor();
    const page = await visit();
    await page.run(async (load) => (await load()).setUser('u1'));
    await track(page, 'before');
    await flush(page);
    // Of the other tests nothing is there: each file has a page of its own.
    localStorage.clear();
    await turn(page, 'hidden');
    page.remove();
    const next = await visit();
    await track(next, 'after');
    await flush(next);
    const [before, after] = ['before', 'after'].map(async (name) =>
      (await collector.events()).find(({ eventName }) => eventName === name),
    );
    expect(await after).toMatchObject({ userId: 'u1', deviceId: (await before)?.deviceId });
  });

  it('does not take back a refusal', async () => {
    const { visit, collector } = createVisitor();
    const page = await visit();
    await page.run(async (load) => (await load()).setConsent('denied'));
    localStorage.clear();
    await turn(page, 'hidden');
    page.remove();
    const next = await visit();
    await track(next, 'after');
    expect(await flush(next)).toMatchObject({ dropped: { consent: 1 } });
    expect(await collector.requests()).toEqual([]);
  });
});
