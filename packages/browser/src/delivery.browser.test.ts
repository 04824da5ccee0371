import { missing } from '@pugmark/core/testing';
import { describe, expect, it } from 'vitest';
import { createSettings } from './settings.js';
import { createVisitor, flush, start, track } from './testing/visit.js';

describe('delivery', () => {
  it('writes a record before it is sent, and removes it after the answer', async () => {
    const { visit, records, collector } = createVisitor();
    const page = await visit();
    await track(page, 'a', 'b');
    await expect.poll(records).toHaveLength(1);
    expect(await collector.requests()).toEqual([]);
    expect(await flush(page)).toMatchObject({ tracked: 2, acknowledged: 2, queued: 0 });
    await expect.poll(records).toEqual([]);
    expect(await collector.names()).toEqual(['a', 'b']);
    expect(await page.warnings()).toEqual([]);
  });

  it('keeps the record when there is no answer', async () => {
    const { visit, records, collector } = createVisitor();
    await collector.always('break');
    const page = await visit();
    await track(page, 'a');
    expect(await flush(page)).toMatchObject({ acknowledged: 0, queued: 1 });
    await expect.poll(records).toHaveLength(1);
  });

  it('asks for no preflight and sends no credentials', async () => {
    const { visit, collector } = createVisitor();
    const page = await visit();
    await track(page, 'a');
    await flush(page);
    const [request, ...others] = await collector.requests();
    expect(request).toMatchObject({
      method: 'POST',
      type: 'text/plain;charset=UTF-8',
      isZipped: false,
      isCredentialed: false,
    });
    expect(others).toEqual([]);
  });

  it('sends a thousand events of a loop in few requests, each event once and in order', async () => {
    const { visit, collector } = createVisitor({ batchSize: 10, batchInterval: 5000 });
    const page = await visit();
    const stats = await page.run(async (load) => {
      const api = await load();
      for (let index = 1; index <= 1000; index++) api.track('loop', { index });
      return api.flush();
    });
    expect(stats).toMatchObject({ tracked: 1000, acknowledged: 1000, queued: 0 });
    const events = await collector.events(1000);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
    expect(events.every(({ seq, properties }) => properties?.index === seq)).toBe(true);
    expect((await collector.requests()).length).toBeLessThanOrEqual(20);
  });

  it('keeps every script and the size of it right', async () => {
    const { visit, collector } = createVisitor();
    const page = await visit();
    await page.run(async (load) => (await load()).track('a', { text: '中文 😀 \u2028"\\' }));
    await flush(page);
    expect((await collector.events(1))[0]?.properties).toEqual({ text: '中文 😀 \u2028"\\' });
  });

  it('halves a batch that is too large', async () => {
    const { visit, collector } = createVisitor();
    await collector.next({ status: 413 });
    const page = await visit();
    await track(page, 'a', 'b', 'c');
    expect(await flush(page)).toMatchObject({ acknowledged: 3 });
    expect(await collector.names()).toEqual(['a', 'b', 'c']);
  });

  it('reads Retry-After across origins', async () => {
    const { visit, collector } = createVisitor();
    await collector.next({ status: 503, retryAfter: '1' });
    const page = await visit();
    await track(page, 'a');
    expect(await flush(page)).toMatchObject({ queued: 1 });
    expect(await collector.names(1)).toEqual(['a']);
  });
});

describe('another page', () => {
  it('takes over what a dead one left', async () => {
    const { visit, records, collector } = createVisitor();
    await collector.always('break');
    const dead = await visit();
    await track(dead, 'a', 'b', 'c');
    await expect.poll(records).toHaveLength(1);
    dead.remove();
    await collector.always('deliver');
    const heir = await visit();
    expect(await collector.names(3)).toEqual(['a', 'b', 'c']);
    await expect.poll(records).toEqual([]);
    const stats = await flush(heir);
    expect(stats).toMatchObject({ tracked: 0, adopted: 3, acknowledged: 3, queued: 0 });
    expect(missing(stats)).toBe(0);
  });

  it('leaves alone what a living one holds', async () => {
    const { visit, records, collector } = createVisitor();
    await collector.always('break');
    const living = await visit();
    await track(living, 'a');
    await expect.poll(records).toHaveLength(1);
    const sibling = await visit();
    await track(sibling, 'b');
    expect(await flush(sibling)).toMatchObject({ adopted: 0, queued: 1 });
    await collector.always('deliver');
    expect(await flush(sibling)).toMatchObject({ adopted: 0, acknowledged: 1 });
    await flush(living);
    expect(await collector.names(2)).toEqual(['a', 'b']);
  });

  it('is the same device and session, and another stream', async () => {
    const { visit, collector } = createVisitor();
    for (const name of ['a', 'b']) {
      const page = await visit();
      await track(page, name);
      await flush(page);
    }
    const [a, b] = await collector.events(2);
    expect(b).toMatchObject({ deviceId: a?.deviceId, sessionId: a?.sessionId });
    expect(b?.streamId).not.toBe(a?.streamId);
  });
});

describe('where the visitor came from', () => {
  it('is on every event of the session, on later pages too', async () => {
    const { page, visit, options, collector } = createVisitor();
    const landing = await page();
    landing.window.history.replaceState(null, '', '/t/tok?utm_source=a&utm_campaign=b%20c');
    await start(landing, options);
    await track(landing, 'landed');
    await flush(landing);
    const next = await visit();
    await track(next, 'next');
    await flush(next);
    const events = await collector.events(2);
    for (const event of events)
      expect(event).toMatchObject({ utmSource: 'a', utmCampaign: 'b c', inviteToken: 'tok' });
    // The site itself is no referrer.
    expect(events[0]).not.toHaveProperty('referrer');
  });

  it('may be malformed', async () => {
    const { page, options, collector } = createVisitor();
    const landing = await page();
    landing.window.history.replaceState(
      null,
      '',
      '/t/%E0%A4%A?utm_source=%E0%A4%A&utm_medium=%&utm_campaign',
    );
    await start(landing, options);
    await track(landing, 'landed');
    await flush(landing);
    expect(await collector.names()).toEqual(['landed']);
    expect(await landing.warnings()).toEqual([]);
  });
});

describe('a link that is far too long', () => {
  it('loses no event', async () => {
    const { page, options, collector } = createVisitor();
    const landing = await page();
    landing.window.history.replaceState(null, '', `/?utm_source=${'x'.repeat(70_000)}`);
    await collector.limit(65_536);
    await start(landing, options);
    await track(landing, 'landed');
    await flush(landing);
    expect(await collector.names()).toEqual(['landed']);
  });
});

describe('consent', () => {
  const visitWithSignal = async (consent?: object) => {
    const visitor = createVisitor();
    const page = await visitor.page();
    await page.run(() => {
      Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
    });
    await start(page, { ...visitor.options, ...consent });
    await track(page, 'a');
    return { ...visitor, stats: await flush(page) };
  };

  it('is denied by Global Privacy Control: nothing is sent, nothing is kept', async () => {
    const { stats, collector, records, settings } = await visitWithSignal();
    expect(stats).toMatchObject({ tracked: 1, queued: 0, dropped: { consent: 1 } });
    expect(await collector.requests()).toEqual([]);
    expect(await records()).toEqual([]);
    expect(settings()).toEqual([]);
  });

  it('that the host states goes before the signal', async () => {
    const { stats, collector } = await visitWithSignal({ consent: 'granted' });
    expect(stats).toMatchObject({ acknowledged: 1 });
    expect(await collector.names()).toEqual(['a']);
  });

  it('that the host leaves undefined is not stated', async () => {
    const { stats, collector } = await visitWithSignal({ consent: undefined });
    expect(stats).toMatchObject({ acknowledged: 0, dropped: { consent: 1 } });
    expect(await collector.requests()).toEqual([]);
  });

  it('that is pending writes nothing; once granted, all is sent', async () => {
    const { visit, name, settings, collector } = createVisitor({ consent: 'pending' });
    const page = await visit();
    await track(page, 'a', 'b');
    expect(await flush(page)).toMatchObject({ queued: 2 });
    expect(settings()).toEqual([]);
    expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(name);
    expect(await collector.requests()).toEqual([]);
    await page.run(async (load) => (await load()).setConsent('granted'));
    expect(await flush(page)).toMatchObject({ acknowledged: 2 });
    expect(await collector.names()).toEqual(['a', 'b']);
  });

  it('that is denied erases what was kept, and is remembered', async () => {
    const { visit, records, settings, collector } = createVisitor();
    await collector.always('break');
    const page = await visit();
    await track(page, 'a');
    await flush(page);
    await expect.poll(records).toHaveLength(1);
    await page.run(async (load) => (await load()).setConsent('denied'));
    await expect.poll(records).toEqual([]);
    expect(settings()).toEqual([expect.stringContaining('consent')]);
    await collector.always('deliver');
    const next = await visit();
    await track(next, 'b');
    expect(await flush(next)).toMatchObject({ dropped: { consent: 1 } });
    expect(await collector.names()).toEqual([]);
  });
});

describe('several trackers', () => {
  it('with other names share nothing', async () => {
    const one = createVisitor();
    const other = createVisitor();
    await one.collector.always('break');
    const page = await one.visit();
    await page.run(async (load, options) => {
      const api = await load();
      const second = api.createTracker(options);
      api.track('one');
      second.track('other');
      await Promise.all([api.flush(), second.flush()]);
      second.setConsent('denied');
      api.track('still_one');
    }, other.options);
    expect(await other.collector.names()).toEqual(['other']);
    await one.collector.always('deliver');
    expect(await flush(page)).toMatchObject({ tracked: 2, acknowledged: 2 });
    const events = await one.collector.events(2);
    expect(events.map(({ eventName }) => eventName)).toEqual(['one', 'still_one']);
    const [theirs] = await other.collector.events();
    expect(events[0]?.deviceId).not.toBe(theirs?.deviceId);
    expect(one.settings()).toContainEqual(expect.stringContaining('device'));
    expect(other.settings()).toEqual([expect.stringContaining('consent')]);
  });

  it('share nothing either when one name begins with the other', () => {
    const { name } = createVisitor();
    createSettings(`${name}.checkout`).set('device', '1');
    expect(createSettings(name).keys()).toEqual([]);
  });

  it('are one when `init` is called twice', async () => {
    const { visit, options, collector } = createVisitor();
    const page = await visit();
    const isSame = await page.run(async (load, given) => {
      const api = await load();
      const tracker = api.init(given);
      api.track('a');
      tracker.track('b');
      return api.init({ ...given, apiUrl: 'https://elsewhere.test' }) === tracker;
    }, options);
    expect(isSame).toBe(true);
    expect(await flush(page)).toMatchObject({ tracked: 2, acknowledged: 2 });
    expect(await collector.names()).toEqual(['a', 'b']);
    expect(await page.warnings()).toEqual([]);
  });
});
