import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
});
