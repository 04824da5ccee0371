import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from './testing/browser.ts';
import { type RunningCollector, startCollector, temporaryDirectory } from './testing/collector.ts';
import { stopAll } from './testing/process.ts';

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

const PAYLOADS = [
  '<script>window.hit=1</script>',
  '<img src=x onerror="window.hit=1">',
  '"><svg onload="window.hit=1">',
  "'-window.hit=1-'",
  '<iframe srcdoc="<script>top.hit=1</script>"></iframe>',
  'javascript:window.hit=1',
  '</script><script src="https://evil.example/x.js"></script>',
  '<a href="javascript:window.hit=1" autofocus onfocus="window.hit=1">x</a>',
];

/** The same payload in every field that takes free text; the name is one of the event's own. */
const eventOf = (payload: string, index: number) => ({
  eventId: randomUUID(),
  eventName: `hostile_${index}`,
  eventTime: new Date().toISOString(),
  deviceId: payload,
  sessionId: payload,
  userId: payload,
  platform: payload,
  streamId: payload,
  seq: 3,
  priority: payload,
  identities: { [payload]: payload },
  utmSource: payload,
  referrer: payload,
  osName: payload,
  properties: { [payload]: payload, list: [payload, { [payload]: payload }] },
});

it('runs no script and asks no other site, whatever stands in the fields of an event', async () => {
  const view = await browser.newPage();
  const asked: string[] = [];
  const blocked: string[] = [];
  view.on('request', (request) => {
    if (!request.url().startsWith(collector.url) && !request.url().startsWith('data:'))
      asked.push(request.url());
  });
  view.on('dialog', (dialog) => void dialog.dismiss());
  view.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) blocked.push(message.text());
  });
  await view.goto(collector.url);
  await view.locator('#state[data-state="live"]').waitFor();
  const events = PAYLOADS.map(eventOf);
  const broken = PAYLOADS.map((payload, index) => ({ ...eventOf(payload, index), eventName: payload }));
  const dropped = PAYLOADS.map((streamId) => ({ streamId, reason: 'overflow', ranges: [[1, 1]] }));
  const response = await fetch(`${collector.url}/tracking/events/batch`, {
    method: 'POST',
    body: JSON.stringify({ events: [...events, ...broken], dropped }),
  });
  expect(await response.json()).toMatchObject({ accepted: PAYLOADS.length });
  for (const index of PAYLOADS.keys()) {
    await view.locator('#rows').getByText(`hostile_${index}`).first().click();
    await view.locator('#detail').waitFor();
    // It is there, as text.
    expect(await view.locator('#detail-json').textContent()).toContain(JSON.stringify(PAYLOADS[index]));
  }
  // The same in the timeline, among the problems, and read from the address.
  for (const payload of PAYLOADS) {
    await view.goto(
      `${collector.url}/#${new URLSearchParams({ view: 'timeline', kind: 'session', id: payload })}`,
    );
    await view.reload();
    await view.locator('#timeline button').first().waitFor();
    expect(await view.locator('#timeline-title strong').textContent()).toBe(payload);
  }
  await view.locator('#tab-problems').click();
  await view.locator('#rejected-rows button').first().click();
  await view.locator('#detail').waitFor();
  for (const input of ['name', 'text', 'device', 'user']) {
    await view.goto(`${collector.url}/#${new URLSearchParams({ [input]: PAYLOADS[0] ?? '' })}`);
    await view.reload();
    await view.locator('#state[data-state="live"]').waitFor();
    expect(await view.locator(`#filter-${input}`).inputValue()).toBe(PAYLOADS[0]);
  }
  expect(await view.evaluate(() => (window as { hit?: number }).hit)).toBeUndefined();
  // Not even the policy was needed.
  expect(blocked).toEqual([]);
  expect(asked).toEqual([]);
  await view.close();
});
