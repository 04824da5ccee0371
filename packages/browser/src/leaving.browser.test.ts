import { missing } from '@pugmark/core/testing';
import { describe, expect, it } from 'vitest';
import { createVisitor, flush, track, transit, turn } from './testing/visit.js';

type Call = { keepalive: boolean | undefined; isBeacon: boolean; headers: unknown };
declare global {
  interface Window {
    calls: Call[];
  }
}

/** Notes what the page hands to `fetch` and `sendBeacon`, and lets it pass. */
const spy = () => {
  const realFetch = window.fetch;
  const realBeacon = navigator.sendBeacon;
  window.calls = [];
  window.fetch = (url, init) => {
    window.calls.push({ keepalive: init?.keepalive, isBeacon: false, headers: init?.headers });
    return realFetch(url, init);
  };
  navigator.sendBeacon = (url, body) => {
    window.calls.push({ keepalive: true, isBeacon: true, headers: undefined });
    return realBeacon.call(navigator, url, body);
  };
};
const calls = () => window.calls;

describe('a page that is hidden', () => {
  it('sends at once, in a request that outlives it', async () => {
    const { visit, collector } = createVisitor();
    const page = await visit();
    await page.run(spy);
    await track(page, 'a', 'b');
    await turn(page, 'hidden');
    expect(await collector.names(2)).toEqual(['a', 'b']);
    expect(await page.run(calls)).toEqual([{ keepalive: true, isBeacon: false, headers: undefined }]);
  });

  it('begins the request within the event itself, whatever the stores do', async () => {
    const { visit } = createVisitor();
    const page = await visit();
    await page.run(spy);
    const begun = await page.run(async (load) => {
      const api = await load();
      api.track('a');
      Object.defineProperty(Document.prototype, 'visibilityState', { get: () => 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
      return window.calls.length;
    });
    expect(begun).toBe(1);
  });

  it('has the answer counted, and what it left stored is gone', async () => {
    const { visit, collector, records } = createVisitor();
    const page = await visit();
    await track(page, 'a');
    await turn(page, 'hidden');
    await collector.events(1);
    await turn(page, 'visible');
    await expect.poll(records).toEqual([]);
    expect(await flush(page)).toMatchObject({ tracked: 1, acknowledged: 1, queued: 0 });
    expect(await collector.requests()).toHaveLength(1);
  });

  it('sends nothing when nothing waits', async () => {
    const { visit } = createVisitor();
    const page = await visit();
    await page.run(spy);
    await turn(page, 'hidden');
    await turn(page, 'visible');
    await flush(page);
    expect(await page.run(calls)).toEqual([]);
  });
});

describe('a page that goes away', () => {
  it('beacons as text/plain without a preflight', async () => {
    const { visit, collector } = createVisitor();
    const page = await visit();
    await page.run(spy);
    await track(page, 'a');
    await transit(page, 'pagehide');
    expect(await page.run(calls)).toEqual([{ keepalive: true, isBeacon: true, headers: undefined }]);
    const [request, ...others] = await collector.requests(1);
    expect(request).toMatchObject({ method: 'POST', type: 'text/plain;charset=UTF-8' });
    expect(others).toEqual([]);
    expect(await collector.names(1)).toEqual(['a']);
  });

  it('delivers when the visitor follows a link in the same tick', async () => {
    const { visit, collector } = createVisitor();
    const page = await visit();
    await page.run(async (load) => {
      const api = await load();
      api.track('link_click');
      location.replace('about:blank');
    });
    expect(await collector.names(1)).toEqual(['link_click']);
  });

  it('leaves to the next page what no beacon could carry, and nothing is lost or doubled', async () => {
    const { visit, collector, records, settings } = createVisitor();
    const page = await visit();
    await page.run(async (load) => {
      const api = await load();
      for (let index = 0; index < 200; index++) api.track('large', { index, text: '中'.repeat(400) });
      location.replace('about:blank');
    });
    await collector.requests(1);
    await visit();
    const events = await collector.events(200);
    expect(new Set(events.map(({ properties }) => properties?.index)).size).toBe(200);
    await expect.poll(records).toEqual([]);
    await expect.poll(settings).not.toContainEqual(expect.stringContaining('spill'));
  });

  it('keeps what was beaconed until a collector answers for it', async () => {
    const { visit, collector, records, settings } = createVisitor();
    await collector.always('break');
    const page = await visit();
    await track(page, 'a');
    await transit(page, 'pagehide');
    await collector.requests(1);
    expect([...(await records()), ...settings().filter((key) => key.includes('spill'))]).not.toEqual([]);
    page.remove();
    await collector.always('deliver');
    await visit();
    expect(await collector.names(1)).toEqual(['a']);
    await expect.poll(records).toEqual([]);
  });

  it('frees its locks at once, so that it may enter the back/forward cache', async () => {
    const { visit, storage } = createVisitor();
    const held = async () =>
      (await navigator.locks.query()).held?.filter((lock) => lock.name?.startsWith(`${storage}:`));
    const page = await visit();
    await expect.poll(held).toHaveLength(1);
    await transit(page, 'pagehide');
    await expect.poll(held).toEqual([]);
    await transit(page, 'pageshow');
    await expect.poll(held).not.toEqual([]);
  });

  it('listens to nothing that keeps it out of the back/forward cache', async () => {
    const { page, options } = createVisitor();
    const frame = await page();
    const types = await frame.run(async (load, given) => {
      const seen: string[] = [];
      for (const target of [window, document]) {
        const real = target.addEventListener;
        target.addEventListener = (type: string, ...rest: [never]) => {
          seen.push(type);
          real.call(target, type, ...rest);
        };
      }
      (await load()).init(given);
      return seen;
    }, options);
    expect(types).toContain('pagehide');
    expect(types).not.toContain('unload');
    expect(types).not.toContain('beforeunload');
  });
});

describe('a page that comes back', () => {
  it('from the back/forward cache goes on, and nothing is lost or stored twice', async () => {
    const { visit, collector, records } = createVisitor();
    const page = await visit();
    await track(page, 'before');
    await transit(page, 'pagehide');
    await collector.events(1);
    await transit(page, 'pageshow');
    await track(page, 'after');
    const stats = await flush(page);
    expect(stats.queued).toBe(0);
    expect(missing(stats)).toBe(0);
    const [before, after] = await collector.events(2);
    expect([before?.eventName, after?.eventName]).toEqual(['before', 'after']);
    expect(after).toMatchObject({ deviceId: before?.deviceId, sessionId: before?.sessionId });
    await expect.poll(records).toEqual([]);
  });

  it('sends again what its beacon did not deliver', async () => {
    const { visit, collector } = createVisitor();
    await collector.always('break');
    const page = await visit();
    await track(page, 'a');
    await transit(page, 'pagehide');
    await collector.requests(1);
    await collector.always('deliver');
    await transit(page, 'pageshow');
    expect(await collector.names(1)).toEqual(['a']);
  });

  it('sends when it is online again, whatever the wait', async () => {
    const { visit, collector } = createVisitor();
    // Holds until something changes.
    await collector.always({ status: 401 });
    const page = await visit();
    await track(page, 'a');
    expect(await flush(page)).toMatchObject({ queued: 1 });
    await collector.always('deliver');
    await page.run(() => {
      dispatchEvent(new Event('online'));
    });
    expect(await collector.names(1)).toEqual(['a']);
  });

  it('sends when it is visible again, whatever the wait', async () => {
    const { visit, collector } = createVisitor();
    await collector.always({ status: 401 });
    const page = await visit();
    await track(page, 'a');
    await flush(page);
    await collector.always('deliver');
    await turn(page, 'visible');
    expect(await collector.names(1)).toEqual(['a']);
  });
});

describe('send', () => {
  it('aborts its request at the deadline', async () => {
    const { page, collector } = createVisitor();
    await collector.always('never');
    const frame = await page();
    const outcome = await frame.run(async (load, url) => {
      const real = fetch;
      let signal: AbortSignal | null | undefined;
      window.fetch = (target, init) => {
        signal = init?.signal;
        return real(target, init);
      };
      const { send } = await load('send');
      const { status } = await send({ url, body: '{}', bytes: 2, deadline: 50, compress: false }, String);
      return { status, isAborted: signal?.aborted };
    }, collector.apiUrl);
    expect(outcome).toEqual({ status: 0, isAborted: true });
  });

  it('counts the time of the body in the deadline', async () => {
    const { page } = createVisitor();
    const frame = await page();
    const status = await frame.run(async (load) => {
      window.fetch = async (_, init) =>
        new Response(
          new ReadableStream({
            start: (body) =>
              init?.signal?.addEventListener('abort', () => body.error(new DOMException('', 'AbortError'))),
          }),
        );
      const { send } = await load('send');
      return (
        await send({ url: 'https://a.test', body: '{}', bytes: 2, deadline: 50, compress: false }, String)
      ).status;
    });
    expect(status).toBe(0);
  });

  it('keeps requests alive within 64 KiB in flight, and gives the budget back', async () => {
    const { page } = createVisitor();
    const frame = await page();
    const seen = await frame.run(async (load) => {
      const kept: (boolean | undefined)[] = [];
      const answers: ((isOk: boolean) => void)[] = [];
      window.fetch = (_, init) => {
        kept.push(init?.keepalive);
        return new Promise((resolve, reject) => {
          answers.push((isOk) => (isOk ? resolve(new Response('{}')) : reject(new TypeError('failed'))));
        });
      };
      const { send } = await load('send');
      const post = (bytes: number) =>
        send({ url: 'https://a.test', body: '{}', bytes, deadline: 1e6, compress: false }, String);
      const first = [post(40_000), post(25_536), post(1)];
      answers.splice(0).forEach((answer, index) => {
        answer(index > 0);
      });
      await Promise.all(first);
      const last = [post(65_536), post(65_537)];
      for (const answer of answers) answer(true);
      await Promise.all(last);
      return kept;
    });
    expect(seen).toEqual([true, true, false, true, false]);
  });

  it('carries more than the keepalive quota at once', async () => {
    const { page, collector } = createVisitor();
    const frame = await page();
    const statuses = await frame.run(async (load, url) => {
      const { send } = await load('send');
      const body = `{"events":[],"text":"${'x'.repeat(59_000)}"}`;
      const posts = [1, 2, 3, 4].map(() =>
        send({ url, body, bytes: body.length, deadline: 10_000, compress: false }, String),
      );
      return (await Promise.all(posts)).map(({ status }) => status);
    }, `${collector.apiUrl}/tracking/events/batch`);
    expect(statuses).toEqual([200, 200, 200, 200]);
  });
});
