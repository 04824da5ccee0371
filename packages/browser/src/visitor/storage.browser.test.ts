import type { TrackerOptions } from '@pugmark/core';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../testing/frame.js';
import { createVisitor, flush, start, track, turn } from '../testing/visit.js';

/** All that a page can keep on the device, but what the test runner has there, and all that it has asked for. */
const traces = async (frame: Frame) =>
  frame.run(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => `database ${name}`);
    const caches = (await window.caches.keys()).map((name) => `cache ${name}`);
    return [
      ...Object.keys(localStorage).map((key) => `local ${key}`),
      ...Object.keys(sessionStorage).map((key) => `session ${key}`),
      ...document.cookie
        .split('; ')
        .filter(Boolean)
        .map((cookie) => `cookie ${cookie.split('=')[0]}`),
      ...databases,
      ...caches,
    ].sort();
  });

/** What a page does before anybody has answered: all captures are on, and everything is called. */
async function live(frame: Frame, more: TrackerOptions, ...names: string[]) {
  await frame.run(
    async (load, options, plugins) => {
      const api = await load();
      const { captures } = await load('captures/index');
      const { context } = await load('visitor/context');
      const { sharedCookie } = await load('visitor/shared-cookie');
      const { cookieless } = await load('visitor/cookieless');
      const all = {
        captures: captures({
          pageViews: true,
          clicks: true,
          errors: true,
          performance: true,
          apiCalls: true,
        }),
        context: context({ firstTouch: true }),
        cookie: sharedCookie(),
        cookieless: cookieless(),
      };
      const chosen = plugins.map((name) => all[name as keyof typeof all]);
      const tracker = api.init({ ...options, plugins: chosen });
      tracker.setUser('u-1');
      tracker.register({ plan: 'gold' }, { persist: true });
      tracker.setGroup('company', 'c-1');
      tracker.setLocation({ latitude: 1, longitude: 2 });
      tracker.track('a');
      document.body.click();
      await tracker.flush();
    },
    more,
    names,
  );
}

describe('before consent', () => {
  it('nothing is stored and nothing is sent, whatever is on and whatever the page does', async () => {
    const visitor = createVisitor();
    const page = await visitor.page();
    const before = await traces(page);
    await live(page, { ...visitor.options, consent: 'pending' }, 'captures', 'context', 'cookie');
    await turn(page, 'hidden');
    await turn(page, 'visible');
    await page.run(() => void history.pushState({}, '', `${location.pathname}?x=1`));
    await flush(page);
    expect(await traces(page)).toEqual(before);
    expect(await visitor.collector.requests()).toEqual([]);
    // The same page leaves all of these once it is granted: the test can see them.
    await page.run(async (load) => (await load()).setConsent('granted'));
    await flush(page);
    const after = await traces(page);
    expect(after.filter((trace) => !before.includes(trace)).join()).toContain('cookie pugmark_device');
    expect(after.length).toBeGreaterThan(before.length + 3);
    expect(await visitor.collector.names()).toContain('user_identify');
    // And takes all of them away again, but for the decision.
    await page.run(async (load) => (await load()).setConsent('denied'));
    await expect
      .poll(async () =>
        (await traces(page)).filter((trace) => !before.includes(trace) && !trace.startsWith('database')),
      )
      .toEqual([expect.stringMatching(/^local .*consent$/)]);
    expect(await visitor.records()).toEqual([]);
  });

  it('Global Privacy Control is a refusal, unless the host states another consent', async () => {
    const visitor = createVisitor();
    const page = await visitor.page();
    await page.run(() => void Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
    await start(page, visitor.options);
    await track(page, 'a');
    expect(await flush(page)).toMatchObject({ dropped: { consent: 1 } });
    expect(await page.run(async (load) => (await load()).getConsent())).toBe('denied');
    expect(await visitor.collector.requests()).toEqual([]);
  });
});

describe('consent by category', () => {
  it('holds back what the captures of the other categories tell, and other tabs follow at once', async () => {
    const visitor = createVisitor();
    const [one, two] = [await visitor.page(), await visitor.page()];
    await live(one, { ...visitor.options, consent: 'pending' }, 'captures');
    await live(two, { ...visitor.options, consent: 'pending' }, 'captures');
    await one.run(async (load) => (await load()).setConsent({ analytics: true, performance: false }));
    await expect
      .poll(() => two.run(async (load) => (await load()).getConsent()))
      .toEqual({ analytics: true, performance: false, marketing: false });
    await two.run(() => void setTimeout(() => Promise.reject(new Error('of performance'))));
    await two.run(() => new Promise((resolve) => setTimeout(resolve, 50)));
    await flush(one);
    await flush(two);
    const names = await visitor.collector.names();
    expect(names).toContain('page_view');
    expect(names).not.toContain('error_occurred');
    expect(names).not.toContain('web_vital');
    expect((await flush(two)).dropped.consent).toBeGreaterThan(0);
  });
});

describe('without cookies', () => {
  it('nothing is stored at all, and no identifier is sent', async () => {
    const visitor = createVisitor();
    const page = await visitor.page();
    const before = await traces(page);
    await live(page, visitor.options, 'cookieless', 'captures', 'context');
    await turn(page, 'hidden');
    await turn(page, 'visible');
    await track(page, 'b');
    await flush(page);
    expect(await traces(page)).toEqual(before);
    const requests = await visitor.collector.requests(1);
    for (const { body } of requests) expect(body).not.toMatch(/"deviceId"|"sessionId"/);
    expect(requests.some(({ body }) => body.includes('"cookieless":true'))).toBe(true);
    expect(await page.run(async (load) => (await load()).getDeviceId())).toBeUndefined();
  });
});

describe('eraseMe', () => {
  it('asks the collector with the device, and leaves nothing but the decision', async () => {
    const visitor = createVisitor();
    const page = await visitor.visit();
    await track(page, 'a');
    await flush(page);
    const deviceId = await page.run(async (load) => (await load()).getDeviceId());
    const urls = page.run(
      () =>
        new Promise<string[]>((resolve) => {
          const seen: string[] = [];
          const { fetch } = window;
          window.fetch = async (url, init) => {
            seen.push(`${url} ${init?.body}`);
            resolve(seen);
            return new Response('{}');
          };
          void fetch;
        }),
    );
    await page.run(async (load) => (await load()).eraseMe());
    const [asked = ''] = await urls;
    expect(asked).toContain('/tracking/erasure');
    expect(asked).toContain(`{"deviceId":"${deviceId}"}`);
    expect(visitor.settings().map((key) => key.split('.').pop())).toEqual(['consent']);
    expect(await visitor.records()).toEqual([]);
  });
});
