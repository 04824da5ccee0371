import { rm } from 'node:fs/promises';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchChromium, servePage } from './testing/browser.ts';
import { type RunningCollector, startCollector, temporaryDirectory } from './testing/collector.ts';
import { stopAll } from './testing/process.ts';

describe('the live view', () => {
  let browser: Browser;
  let collector: RunningCollector;
  let data: string;

  beforeAll(async () => {
    data = await temporaryDirectory();
    [browser, collector] = await Promise.all([launchChromium(), startCollector({ data })]);
  });
  afterAll(async () => {
    await browser?.close();
    await stopAll();
    await rm(data, { recursive: true, force: true });
  });

  it('shows an event the moment it is stored, and all of it on a click', async () => {
    const view = await browser.newPage();
    await view.goto(collector.url);
    await view.locator('#state[data-state="live"]').waitFor();
    expect(await view.locator('#rows > *').count()).toBe(0);

    // A tab that closes in a browser that stays: `browser.newPage` would end the whole profile with it.
    const profile = await browser.newContext();
    const visitor = await profile.newPage();
    await visitor.goto(`${await servePage(collector.url)}/t/live-1`);
    await visitor.close();

    await view.locator('#rows').getByText('landing_page_view').click();
    await view.locator('#detail').waitFor();
    const [stored] = await collector.events();
    const shown = JSON.parse((await view.locator('#detail-json').textContent()) ?? '');
    expect(shown).toMatchObject({
      eventId: stored?.eventId,
      facts: { inviteToken: 'live-1' },
      properties: { version: 'v1' },
    });
    await view.close();
    await profile.close();
  });

  describe('of an app with many events', () => {
    const NAMES = 250;

    /** One event of each name, all of one stream. */
    beforeAll(async () => {
      const events = Array.from({ length: NAMES }, (_, index) => ({
        eventName: `name_${index}`,
        eventTime: new Date().toISOString(),
        deviceId: 'device-1',
        sessionId: 'session-1',
        platform: 'h5',
        streamId: 'stream-1',
        seq: index + 1,
        properties: { index },
      }));
      const response = await fetch(`${collector.url}/tracking/events/batch`, {
        method: 'POST',
        body: JSON.stringify({ events }),
      });
      expect(await response.json()).toMatchObject({ accepted: NAMES });
    });

    const open = async (width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => {
      const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme });
      onTestFinished(() => context.close());
      return context.newPage();
    };
    const show = async (view: Page) => {
      await view.goto(collector.url);
      await view.locator('#rows button').first().waitFor();
      await view.locator('#counts tr').first().waitFor();
    };
    const numberIn = async (view: Page, selector: string) =>
      Number((await view.locator(selector).first().textContent())?.replace(/\D/g, ''));

    it('sums over all names, also those that it has no room to list', async () => {
      const view = await open(1280);
      await show(view);
      const stored = (await collector.events()).length;
      expect(stored).toBeGreaterThanOrEqual(NAMES);
      expect(await numberIn(view, '#total')).toBe(stored);
      expect(await numberIn(view, '#rate')).toBeGreaterThanOrEqual(NAMES);
      expect(await view.locator('#proof').textContent()).toMatch(
        /^All \d+ numbered events are accounted for/,
      );
    });

    it('shows millions on a phone: no figure is cut, and each is whole on hover', async () => {
      const view = await open(390);
      const million = 1_234_567;
      const isRead = ({ pathname }: URL) => ['/api/counts', '/streams'].includes(pathname);
      await view.route(isRead, async (route) => {
        const body = JSON.parse(await (await route.fetch()).text());
        if (body.sinceStart) {
          Object.assign(body, { total: million });
          Object.assign(body.sinceStart, { duplicates: million, rejected: million });
          body.minutes.fill(million);
        } else Object.assign(body.total, { lost: million });
        await route.fulfill({ json: body });
      });
      await show(view);
      await view.waitForFunction(() => document.querySelector('#lost')?.textContent !== '–');
      const figures = await view.locator('.value').evaluateAll((values) =>
        values.map((value) => ({
          isCut: value.scrollWidth > value.clientWidth,
          right: value.getBoundingClientRect().right,
          title: (value as HTMLElement).title,
        })),
      );
      expect(figures).toHaveLength(5);
      for (const { isCut, right, title } of figures) {
        expect(isCut).toBe(false);
        expect(right).toBeLessThanOrEqual(390);
        expect(title).toMatch(/^1,234,567$|^[\d,]{9,}$/);
      }
      expect(await view.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    });

    it('is one stop of the Tab key for all rows, which arrows walk through', async () => {
      const view = await open(1280);
      await show(view);
      const focused = () => view.evaluate(() => document.activeElement?.closest('li, ol')?.textContent ?? '');
      await view.locator('#rows button').first().focus();
      const first = await focused();
      await view.keyboard.press('ArrowDown');
      const second = await focused();
      expect(second).not.toBe(first);
      await view.keyboard.press('End');
      expect([first, second]).not.toContain(await focused());
      await view.keyboard.press('Home');
      expect(await focused()).toBe(first);
      await view.keyboard.press('Tab');
      expect(await view.evaluate(() => document.activeElement?.closest('#rows'))).toBeNull();
      // A list that scrolls can be reached too.
      await view.locator('#streams').focus();
      expect(await view.evaluate(() => document.activeElement?.id)).toBe('streams');
    });

    it.each(['light', 'dark'] as const)('has text that can be read by all, %s', async (colorScheme) => {
      const view = await open(1280, colorScheme);
      await show(view);
      const faint = await view.evaluate(() => {
        const parse = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
        const luminance = (color: string) => {
          const [red = 0, green = 0, blue = 0] = parse(color).map((part) => {
            const share = part / 255;
            return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const backgroundOf = (element: Element | null): string => {
          if (!element) return 'rgb(255, 255, 255)';
          const { backgroundColor } = getComputedStyle(element);
          return parse(backgroundColor)[3] === 0 ? backgroundOf(element.parentElement) : backgroundColor;
        };
        return [...document.querySelectorAll('body *')]
          .filter((element) =>
            [...element.childNodes].some(
              ({ nodeType, data }: Node & { data?: string }) => nodeType === 3 && data?.trim(),
            ),
          )
          .filter((element) => element.checkVisibility())
          .map((element) => {
            const pair = [
              luminance(getComputedStyle(element).color),
              luminance(backgroundOf(element)),
            ].sort();
            const [dark = 0, bright = 0] = pair;
            return { text: element.textContent, contrast: (bright + 0.05) / (dark + 0.05) };
          })
          .filter(({ contrast }) => contrast < 4.5);
      });
      expect(faint).toEqual([]);
    });
  });
});
