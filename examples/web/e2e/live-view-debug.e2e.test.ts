import { rm } from 'node:fs/promises';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from './testing/browser.ts';
import { type RunningCollector, startCollector, temporaryDirectory } from './testing/collector.ts';
import { stopAll } from './testing/process.ts';

let browser: Browser;
let collector: RunningCollector;
let data: string;

const begin = Date.now() - 60_000;
const at = (second: number) => new Date(begin + second * 1000).toISOString();
const event = (seq: number, changes: object = {}) => ({
  eventName: 'page_view',
  eventTime: at(seq),
  deviceId: 'phone-1',
  sessionId: 'morning',
  platform: 'miniapp',
  streamId: 'stream-1',
  seq,
  properties: { price: seq },
  ...changes,
});

beforeAll(async () => {
  data = await temporaryDirectory();
  [browser, collector] = await Promise.all([launchChromium(), startCollector({ data })]);
  // The second comes before the first: what counts is when it happened.
  const events = [
    event(2, { eventName: 'order_paid', userId: 'u-7' }),
    event(1),
    event(5, { sessionId: 'evening', deviceId: 'phone-1' }),
    event(1, { deviceId: 'phone-2', sessionId: 'other', streamId: 'stream-2', properties: { price: 70 } }),
    event(6, { eventName: 'Not A Name' }),
  ];
  const response = await fetch(`${collector.url}/tracking/events/batch`, {
    method: 'POST',
    body: JSON.stringify({ events }),
  });
  expect(await response.json()).toMatchObject({ accepted: 4 });
});
afterAll(async () => {
  await browser?.close();
  await stopAll();
  await rm(data, { recursive: true, force: true });
});

async function open(hash = '', locale = 'en-US'): Promise<Page> {
  const context = await browser.newContext({ locale });
  onTestFinished(() => context.close());
  const view = await context.newPage();
  await view.goto(`${collector.url}/${hash}`);
  await view.locator('#state[data-state="live"]').waitFor();
  return view;
}

const namesIn = (view: Page, list: string) => view.locator(`${list} .name`).allTextContents();

it('finds events by a property, and keeps the filter over a reload', async () => {
  const view = await open();
  await view.locator('#rows button').nth(3).waitFor();
  await view.locator('#filter-text').fill('price=2');
  await expect.poll(() => namesIn(view, '#rows')).toEqual(['order_paid']);
  await view.reload();
  await expect.poll(() => namesIn(view, '#rows')).toEqual(['order_paid']);
  expect(await view.locator('#filter-text').inputValue()).toBe('price=2');
});

it('tells what a device did, session by session, in the order in which it happened', async () => {
  const view = await open();
  await view.locator('#rows').getByText('order_paid').click();
  await view.locator('#detail-facts').getByText('Timeline').first().click();
  await view.locator('#timeline .session').nth(1).waitFor();
  expect(await view.locator('#timeline-summary').textContent()).toContain('3 events in 2 sessions');
  expect(await namesIn(view, '#timeline')).toEqual(['page_view', 'page_view', 'order_paid']);
  expect(await view.locator('#timeline time').allTextContents()).toContain('+1.0 s');
  // Another one joins while it is looked at.
  await fetch(`${collector.url}/tracking/events`, {
    method: 'POST',
    body: JSON.stringify(event(9, { eventName: 'signed_out', sessionId: 'evening' })),
  });
  await expect.poll(() => namesIn(view, '#timeline')).toContain('signed_out');
});

it('opens the timeline of a stream, and of what stands in the address', async () => {
  const view = await open();
  await view.locator('#streams button', { hasText: 'phone-2' }).click();
  await expect.poll(() => namesIn(view, '#timeline')).toEqual(['page_view']);
  const shared = await open('#view=timeline&kind=user&id=u-7');
  await expect.poll(() => namesIn(shared, '#timeline')).toEqual(['order_paid']);
});

it('shows what was rejected, and why', async () => {
  const view = await open();
  await view.keyboard.press('3');
  await view.locator('#rejected-rows').getByText('Not A Name').click();
  expect(await view.locator('#detail-facts').textContent()).toContain('invalid_name');
  expect(JSON.parse((await view.locator('#detail-json').textContent()) ?? '')).toMatchObject({ seq: 6 });
});

it('stands still while it is paused, by the keyboard', async () => {
  const view = await open();
  await view.locator('#rows button').first().waitFor();
  await view.keyboard.press('p');
  const before = await view.locator('#rows > li').count();
  await fetch(`${collector.url}/tracking/events`, {
    method: 'POST',
    body: JSON.stringify(event(10, { eventName: 'while_paused' })),
  });
  await view.locator('#pause').getByText('Resume (1 new)').waitFor();
  expect(await view.locator('#rows > li').count()).toBe(before);
  await view.keyboard.press('p');
  await view.locator('#rows').getByText('while_paused').waitFor();
});

it('speaks Chinese to who reads Chinese, and keeps what was chosen', async () => {
  const view = await open('', 'zh-CN');
  expect(await view.locator('#tab-timeline').textContent()).toBe('时间线');
  expect(await view.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
  // Every text of the page has its twin.
  const untranslated = await view.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-say]')]
      .filter(({ dataset, textContent }) => textContent === dataset.say)
      .map(({ dataset }) => dataset.say),
  );
  expect(untranslated).toEqual([]);
  await view.locator('#language').click();
  await view.locator('#state-text', { hasText: 'Live' }).waitFor();
  expect(await view.locator('#tab-timeline').textContent()).toBe('Timeline');
  await view.locator('#theme').click();
  await view.locator('#theme').click();
  const background = () => view.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await background();
  await view.reload();
  await view.locator('#state[data-state="live"]').waitFor();
  expect(await background()).toBe(dark);
  expect(dark).toBe('rgb(21, 19, 18)');
});
