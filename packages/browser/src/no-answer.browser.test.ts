import { describe, expect, it } from 'vitest';
import { createVisitor, flush, start, track } from './testing/visit.js';

describe('a page whose thread is busy right after init', { timeout: 40_000 }, () => {
  it('gives back the lock that came too late, and takes neither lock manager nor store for dead', async () => {
    const { visit, records, storage } = createVisitor();
    const page = await visit();
    await page.run(async () => {
      for (let turn = 0; turn < 5; turn++) await 0;
      const end = performance.now() + 3500;
      while (performance.now() < end);
    });
    await track(page, 'a');
    expect(await flush(page)).toMatchObject({ acknowledged: 1, queued: 0 });
    await expect.poll(records).toEqual([]);
    expect(await page.warnings()).toEqual([]);
    await page.run(async (load) => {
      // The tracker that is running already.
      const tracker = (await load()).init({ apiUrl: 'https://collect.test' });
      await tracker.close();
    });
    const held = async () =>
      (await navigator.locks.query()).held?.filter(({ name }) => name?.startsWith(storage));
    await expect.poll(held).toEqual([]);
  });
});

describe('what never comes', { timeout: 40_000 }, () => {
  it('does not stop the tracker: an answer, behind a fetch that forgets how to be ended', async () => {
    const { visit, collector } = createVisitor();
    const page = await visit();
    await page.run(() => {
      const real = window.fetch;
      window.fetch = (url, init) => real(url, { method: init?.method ?? 'GET', body: init?.body ?? null });
    });
    await collector.next('never');
    await track(page, 'a');
    expect(await flush(page)).toMatchObject({ queued: 1 });
    expect(await flush(page)).toMatchObject({ acknowledged: 1, queued: 0 });
  });

  it('does not stop the tracker: a body that is packed', async () => {
    const { page, options, collector } = createVisitor();
    const frame = await page();
    await frame.run(async (load, given) => {
      (await load()).init({ ...given, compress: () => new Promise(() => {}) });
    }, options);
    await track(frame, 'a');
    expect(await flush(frame)).toMatchObject({ acknowledged: 1, queued: 0 });
    expect(await collector.requests()).toMatchObject([{ isZipped: false }]);
  });
});

describe('a page that is rendered ahead of time', () => {
  it('tracks nothing until the visitor sees it, and then all, with its own time', async () => {
    const { page, options, collector, settings, records } = createVisitor();
    const frame = await page();
    await frame.run(() => {
      Object.defineProperty(document, 'prerendering', { value: true, configurable: true });
    });
    await start(frame, { ...options, batchInterval: 0 });
    await frame.run(async (load) => (await load()).trackPageView('/landing'));
    expect(await flush(frame)).toMatchObject({ tracked: 1, queued: 1 });
    expect(await collector.requests()).toEqual([]);
    expect([...settings(), ...(await records())]).toEqual([]);
    await frame.run(() => {
      Object.defineProperty(document, 'prerendering', { value: false });
      document.dispatchEvent(new Event('prerenderingchange'));
    });
    expect(await collector.names(1)).toEqual(['page_view']);
  });
});
