import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumArgs, chromiumPath } from '../../../scripts/chromium.mjs';
import {
  buildH5,
  buildTabbedH5,
  H5_DIRECTORY,
  type OpenCollector,
  openCollector,
  serveH5,
} from './testing/h5.ts';

const PATIENCE = { timeout: 60_000, interval: 50 };

/** A patient's way from the first page to the order that is paid. */
async function walk(page: Page): Promise<void> {
  await page.locator('#claim').click();
  await page.locator('#to-search').click();
  await page.locator('#keyword input').fill('协和');
  await page.locator('#department-0').click();
  await page.locator('#e-1').click();
  await page.locator('#order').click();
  await page.locator('#pay').click();
  await page.locator('#rate').waitFor();
}

/** What the page hears when the user looks at another tab, and comes back. */
const turn = (page: Page, visibilityState: 'hidden' | 'visible') =>
  page.evaluate((value) => {
    if (value === 'hidden') Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    // The browser's own says that it is visible.
    else Reflect.deleteProperty(document, 'visibilityState');
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, visibilityState);

describe('the Taro app built for H5, in a browser', () => {
  let browser: Browser;
  let collector: OpenCollector;
  let pages: Awaited<ReturnType<typeof serveH5>>;
  let context: BrowserContext;
  let seen = new Set<string>();

  beforeAll(async () => {
    collector = await openCollector();
    await buildH5(collector.url);
    pages = await serveH5();
    browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArgs] });
  }, 300_000);
  beforeEach(async () => {
    context = await browser.newContext();
    await look();
  });
  afterEach(() => context.close());
  afterAll(async () => {
    await browser?.close();
    pages?.close();
    await collector?.close();
  });

  /** What comes from here on is new. */
  const look = async () => {
    seen = new Set((await collector.events()).map(({ eventId }) => eventId));
  };
  const arrived = async () => (await collector.events()).filter(({ eventId }) => !seen.has(eventId));
  const names = async () =>
    (await arrived()).map(({ eventName, properties }) => [eventName, properties.pagePath ?? '']);
  const withoutClicks = async () => (await names()).filter(([name]) => name !== 'button_click');

  it('leaves exactly these events, all of them, when the tab is closed at the end', async () => {
    const page = await context.newPage();
    const errors: unknown[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(`${pages.url}/?utm_source=poster`);
    await walk(page);
    await page.close();

    const expected = [
      ['app_launch', '/'],
      ['app_show', '/'],
      ['page_view', '/pages/home/index'],
      ['coupon_claimed', ''],
      ['page_leave', '/pages/home/index'],
      ['page_view', '/pages/search/index'],
      ['search', ''],
      ['filter_change', ''],
      ['page_leave', '/pages/search/index'],
      ['page_view', '/pages/order/index'],
      ['order_created', ''],
      ['coupon_used', ''],
      ['order_paid', ''],
      ['page_leave', '/pages/order/index'],
      ['page_view', '/pages/done/index'],
      ['page_leave', '/pages/done/index'],
      ['app_hide', ''],
    ];
    await expect.poll(withoutClicks, PATIENCE).toEqual(expected);
    expect(errors).toEqual([]);
    const events = await arrived();
    expect(
      events.flatMap(({ eventName, properties }) =>
        eventName === 'button_click' ? [properties.elementId] : [],
      ),
    ).toEqual(['claim', 'to-search', 'department-0', 'e-1', 'order', 'pay']);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
    expect(events[0]).toMatchObject({
      platform: 'h5',
      facts: { utmSource: 'poster' },
      properties: { query: { utm_source: 'poster' }, isFirstSession: true },
    });
    const view = events.find(({ properties }) => properties.pagePath === '/pages/search/index');
    expect(view?.properties).toMatchObject({ pageTitle: '找陪诊师', referrer: '/pages/home/index' });
    const order = events.filter(({ properties }) => properties.pagePath === '/pages/order/index');
    expect(order.map(({ eventName, properties }) => [eventName, properties.escortId])).toEqual([
      ['page_view', 'e-1'],
      ['button_click', undefined],
      ['button_click', undefined],
      ['page_leave', 'e-1'],
    ]);
    expect(await collector.lost()).toBe(0);
  });

  it('tracks the leave while the tab is only hidden, and a new view when it is back', async () => {
    const page = await context.newPage();
    await page.goto(`${pages.url}/#/pages/escort/index?source=group`);
    await page.locator('#grab').click();
    await turn(page, 'hidden');
    const until = [
      ['app_launch', '/pages/escort/index'],
      ['app_show', '/pages/escort/index'],
      ['page_view', '/pages/escort/index'],
      ['order_grab', '/pages/escort/index'],
      ['page_leave', '/pages/escort/index'],
      ['app_hide', ''],
    ];
    await expect.poll(withoutClicks, PATIENCE).toEqual(until);
    await turn(page, 'visible');
    await page.close();
    await expect
      .poll(withoutClicks, PATIENCE)
      .toEqual([
        ...until,
        ['app_show', ''],
        ['page_view', '/pages/escort/index'],
        ['page_leave', '/pages/escort/index'],
        ['app_hide', ''],
      ]);
  });

  it('knows a visitor who comes again', async () => {
    for (const isFirstSession of [true, false]) {
      await look();
      const page = await context.newPage();
      await page.goto(pages.url);
      await page.locator('#claim').waitFor();
      await page.close();
      await expect.poll(async () => (await names()).at(-1)?.[0], PATIENCE).toBe('app_hide');
      const [launch] = await arrived();
      expect(launch?.properties.isFirstSession).toBe(isFirstSession);
    }
  });

  it('has the code of the browser and none of the mini-program', async () => {
    const directory = join(H5_DIRECTORY, 'js');
    const files = (await readdir(directory)).filter((name) => name.endsWith('.js'));
    const code = (await Promise.all(files.map((name) => readFile(join(directory, name), 'utf8')))).join('');
    expect(code).toContain('sendBeacon');
    expect(code).not.toContain('the platform refuses requests');
  });
});

describe('the same app with a tab bar', () => {
  it('views each page for as long as it is in front, although the router unloads a page later than it shows the next', async () => {
    const collector = await openCollector();
    const directory = await buildTabbedH5(collector.url);
    const pages = await serveH5(join(directory, 'dist/h5'));
    const browser = await chromium.launch({
      executablePath: await chromiumPath(),
      args: [...chromiumArgs],
    });
    try {
      const context = await browser.newContext();
      const page = await context.newPage();
      const go = (route: string, path: string) =>
        page.evaluate(
          ([name, url]) =>
            (window as unknown as { taro: Record<string, (o: object) => unknown> }).taro[name as string]?.({
              url,
            }),
          [route, `/pages/${path}/index`],
        );
      const inFront = (id: string) => page.locator(id).locator('visible=true').first().waitFor();
      await page.goto(pages.url);
      await inFront('#to-search');
      await go('navigateTo', 'search');
      await inFront('#keyword');
      await go('switchTab', 'escort');
      await inFront('#grab');
      // Longer than the animation after which the router unloads the page.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000)));
      await go('switchTab', 'home');
      await inFront('#to-search');
      await page.close();

      await expect
        .poll(
          async () => (await collector.events()).some(({ eventName }) => eventName === 'app_hide'),
          PATIENCE,
        )
        .toBe(true);
      const seen = (await collector.events()).filter(({ eventName }) => /^page_/.test(eventName));
      expect(seen.map(({ eventName, properties }) => [eventName, properties.pagePath])).toEqual([
        ['page_view', '/pages/home/index'],
        ['page_leave', '/pages/home/index'],
        ['page_view', '/pages/search/index'],
        ['page_leave', '/pages/search/index'],
        ['page_view', '/pages/escort/index'],
        ['page_leave', '/pages/escort/index'],
        ['page_view', '/pages/home/index'],
        ['page_leave', '/pages/home/index'],
      ]);
      const stay = seen[5]?.properties.duration as number;
      expect(stay).toBeGreaterThanOrEqual(1000);
    } finally {
      await browser.close();
      pages.close();
      await collector.close();
      await rm(directory, { recursive: true, force: true });
    }
  }, 300_000);
});
