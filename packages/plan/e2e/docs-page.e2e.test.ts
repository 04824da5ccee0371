import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { chromiumArgs, chromiumPath } from '../../../scripts/chromium.mjs';
import { runCli } from '../src/cli/program.ts';
import { loadPlan } from '../src/load/load-plan.ts';
import { planPath } from '../src/testing/plans.ts';

let browser: Browser;
let directory: string;
let address: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pugmark-docs-'));
  const file = join(directory, 'pool-hall.html');
  const output = { print: () => {}, fail: (text: string) => console.error(text) };
  expect(await runCli(['docs', planPath('pool-hall'), '-o', file], output)).toBe(0);
  address = pathToFileURL(file).href;
  browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArgs] });
});

afterAll(async () => {
  await browser?.close();
  await rm(directory, { recursive: true, force: true });
});

/** Opens the page; it must neither complain nor ask for anything but itself. */
async function open(width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== address) complaints.push(request.url());
  });
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  await page.goto(address);
  return page;
}

const shown = (page: Page) => page.locator('.event:visible h3 code').allTextContents();

it('shows every event of the pool hall, and those alone that match what is searched', async () => {
  const plan = await loadPlan(planPath('pool-hall'));
  const names = Object.keys(plan.events);
  const page = await open(1280);
  expect(await shown(page)).toEqual(names);

  await page.getByRole('searchbox').fill('table_code QR');
  const matching = names.filter((name) => name === 'qr_scan');
  expect(await shown(page)).toEqual(matching);
  expect(await page.locator('nav a:visible').allTextContents()).toEqual(matching);
  expect(await page.locator('#find-count').textContent()).toBe(`1 of ${names.length} events`);

  await page.getByRole('searchbox').fill('there is no such thing');
  expect(await shown(page)).toEqual([]);
  expect(await page.locator('h2:visible').count()).toBe(0);
  expect(await page.getByText('Nothing found.').isVisible()).toBe(true);

  await page.getByRole('searchbox').fill('');
  expect(await shown(page)).toEqual(names);
});

it('leads from the list of events to the event, below the search', async () => {
  const page = await open(1280);
  await page.locator('nav a', { hasText: 'payment_create' }).click();
  const [bar, event] = await Promise.all([
    page.locator('.bar').boundingBox(),
    page.locator('#payment_create').boundingBox(),
  ]);
  expect(event?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
  expect(event?.y).toBeLessThan(844);
});

it.each(['light', 'dark'] as const)('fits a phone of 390 px, %s', async (colorScheme) => {
  const page = await open(390, colorScheme);
  const { scroll, client, wide } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
    wide: [...document.querySelectorAll('body *')].filter(
      (one) => one.getBoundingClientRect().right > innerWidth,
    ).length,
  }));
  expect({ scroll, wide }).toEqual({ scroll: client, wide: 0 });
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    colorScheme === 'light' ? 'rgb(246, 247, 249)' : 'rgb(15, 18, 22)',
  );
});
