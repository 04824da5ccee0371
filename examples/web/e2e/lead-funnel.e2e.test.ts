import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, servePage, walkFunnel } from './testing/browser.ts';
import { freePort, startCollector, temporaryDirectory } from './testing/collector.ts';
import { stopAll } from './testing/process.ts';

const FUNNEL = [
  ['landing_page_view', { version: 'v1' }],
  ['landing_start_click', { version: 'v1' }],
  ['result_page_view', {}],
  ['result_detail_expand', {}],
  ['result_contact_click', {}],
] as const;
const NAMES = FUNNEL.map(([name]) => name);
const PATIENCE = { timeout: 60_000, interval: 100 };

describe('the lead funnel, from the page to the store', () => {
  let browser: Browser;
  let data: string;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  beforeEach(async () => {
    data = await temporaryDirectory();
  });
  afterEach(async () => {
    await stopAll();
    await rm(data, { recursive: true, force: true });
  });
  afterAll(() => browser?.close());

  it('delivers the five events of a visitor who leaves at once, and keeps them', async () => {
    const collector = await startCollector({ data });
    const address = await servePage(collector.url);
    const context = await browser.newContext();
    const page = await context.newPage();

    await walkFunnel(page, `${address}/t/e2e-token-1`);
    await page.close();

    await expect.poll(async () => (await collector.events()).length, PATIENCE).toBe(FUNNEL.length);
    const events = (await collector.events()).sort((a, b) => a.seq - b.seq);
    expect(events.map(({ eventName, properties }) => [eventName, properties])).toEqual(FUNNEL);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(events.every(({ facts }) => facts.inviteToken === 'e2e-token-1')).toBe(true);
    for (const field of ['sessionId', 'deviceId', 'streamId'] as const) {
      expect(new Set(events.map((event) => event[field])).size, field).toBe(1);
    }
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(FUNNEL.length);

    expect(await collector.stop()).toBe(0);
    const again = await startCollector({ data });
    expect((await again.events()).sort((a, b) => a.seq - b.seq)).toEqual(events);
    await context.close();
  });

  it('delivers once what was tracked while the collector was down, on the next visit', async () => {
    const port = await freePort();
    const address = await servePage(`http://127.0.0.1:${port}`);
    const context = await browser.newContext();
    const first = await context.newPage();
    await walkFunnel(first, `${address}/t/e2e-token-2`);
    await first.close();

    const collector = await startCollector({ data, port });
    expect(await collector.events()).toEqual([]);
    const second = await context.newPage();
    await second.goto(`${address}/t/e2e-token-2`);

    await expect.poll(async () => (await collector.events()).length, PATIENCE).toBe(FUNNEL.length + 1);
    await second.close();
    const events = await collector.events();
    const streamOf = (seq: number) =>
      events.filter((event) => event.seq === seq).map(({ streamId }) => streamId);
    const [earlier] = streamOf(FUNNEL.length);
    const isEarlier = ({ streamId }: { streamId: string }) => streamId === earlier;
    expect(
      events
        .filter(isEarlier)
        .sort((a, b) => a.seq - b.seq)
        .map(({ eventName }) => eventName),
    ).toEqual(NAMES);
    expect(events.filter((event) => !isEarlier(event)).map(({ eventName }) => eventName)).toEqual([
      'landing_page_view',
    ]);
    expect(new Set(events.map(({ deviceId }) => deviceId)).size).toBe(1);
    await context.close();
  });

  it('takes the back button as a visitor means it', async () => {
    const collector = await startCollector({ data });
    const address = await servePage(collector.url);
    const context = await browser.newContext();
    const page = await context.newPage();

    await page.goto(`${address}/`);
    await page.getByRole('link', { name: '打开示例邀请' }).click();
    await page.getByRole('button', { name: '开始测评' }).click();
    await page.locator('.option').first().click();
    await page.waitForURL('**/q/2');
    await page.goBack();
    await expect.poll(() => page.locator('.option').first().getAttribute('aria-pressed')).toBe('true');
    await page.goBack();
    await page.getByRole('button', { name: '开始测评' }).waitFor();
    // Nobody gets to a result without answers.
    await page.goto(`${address}/t/other/result`);
    await page.waitForURL('**/t/other');
    await context.close();
  });
});
