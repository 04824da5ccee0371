import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createCollector, createPgliteStore } from '@pugmark/collector';
import { engines } from '../engines/index.mjs';
import { openApp } from './site.mjs';
import { ENDING, WALK } from './walk.mjs';

/** What came late is there after this time, in ms. */
const PATIENCE = 10_000;
/** A page that was seen and is silent for a minute is dead: then another page tells its end. */
const DEAD_AFTER = 65_000;
/** A page that tells what one that was killed could not. */
const HEIR = '/heir';
/** Their number depends on the browser. */
const MEASURED = ['page_load', 'web_vital'];

const { values } = parseArgs({ options: { engine: { type: 'string', default: 'chromium,firefox,webkit' } } });
let isWell = true;
for (const name of values.engine.split(',')) {
  const engine = engines.find((each) => each.name === name);
  if (!engine)
    throw new Error(`No engine "${name}"; there are ${engines.map((each) => each.name).join(', ')}`);
  isWell = (await visit(engine)) && isWell;
}
process.exitCode = isWell ? 0 : 1;

/** Drives the shop in one engine and compares what the store holds. @param {import('../engines/engine.mjs').Engine} engine */
async function visit(engine) {
  const profile = await mkdtemp(join(tmpdir(), 'pugmark-captures-'));
  let browser;
  try {
    browser = await engine.launch(profile);
  } catch (cause) {
    console.log(`skipped ${engine.name}: ${String(cause?.message ?? cause)}`);
    await rm(profile, { recursive: true, force: true });
    return true;
  }
  const store = await createPgliteStore({ dataDir: join(profile, 'store') });
  const collector = await createCollector({ store, port: 0, rateLimit: 1e6 });
  const app = await openApp();
  const api = encodeURIComponent(await collector.listen());
  const expected = [...WALK.flatMap(({ told }) => told), ...ENDING];
  let failure;
  try {
    const page = await browser.open(`${app.url}/app?api=${api}`);
    for (const { does, press, run } of WALK) {
      if (press) await page.puppet?.click(press);
      await page.run(run, Boolean(page.puppet)).catch((cause) => {
        throw new Error(`${does}: ${cause?.message ?? cause}`);
      });
    }
    await page.run(() => window.tracker.flush().then(() => {}));
    await page.go(`${app.url}/away`);
    await page.back();
    await page.run(async () => {
      while (!window.until) await new Promise((resolve) => setTimeout(resolve, 20));
      // Kept by the browser, or loaded anew.
      await window.until(() => [1, 7].includes(count('page_view')), 'the page view after coming back');
    });
    await page.close();
    const closedAt = Date.now();
    await sleep(1000);
    // What a closed tab could not send, the next page does.
    const next = await browser.open(`${app.url}/quiet?quiet&api=${api}`);
    const ends = Date.now() + PATIENCE;
    while ((await told(store)).length < expected.length && Date.now() < ends) {
      await next.run(() => window.tracker.flush().then(() => {}));
      await sleep(200);
    }
    if ((await told(store)).length === expected.length - 1) {
      // The browser killed the page as it closed the tab, without a word to it.
      await sleep(closedAt + DEAD_AFTER - Date.now());
      const heir = await browser.open(`${app.url}${HEIR}?api=${api}`);
      await heir.run(async () => {
        await window.until(() => count('page_view') > 0, 'the next page');
        await window.tracker.flush();
      });
    }
  } catch (cause) {
    failure = cause;
  }
  const found = await told(store);
  const events = await store.events({ limit: 1e4 });
  const vitals = events
    .filter(({ eventName }) => eventName === 'web_vital')
    .map(({ properties }) => properties.metric);
  const faults = [
    failure && String(failure.message ?? failure),
    ...compare(expected, found),
    JSON.stringify(events).includes('secret') && 'something secret was told',
    !events.some(({ eventName }) => eventName === 'page_load') && 'no page_load',
    ...['FCP', 'TTFB'].map((metric) => !vitals.includes(metric) && `no ${metric}`),
  ].filter(Boolean);
  console.log(
    `${faults.length ? 'BROKEN' : 'kept  '} ${engine.name} (${browser.version}): ${found.length} events, vitals ${[...new Set(vitals)].sort().join(' ')}`,
  );
  for (const fault of faults) console.log(`  ${fault}`);
  await browser.close();
  app.close();
  await collector.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  return faults.length === 0;
}

/** What the store holds, in the order in which it was tracked, as text. */
async function told(store) {
  const events = await store.events({ limit: 1e4 });
  // Each page has a stream of its own, and counts in it.
  const began = {};
  for (const { streamId, clientTime } of events)
    began[streamId] = clientTime < (began[streamId] ?? '~') ? clientTime : began[streamId];
  return events
    .filter(({ eventName }) => !MEASURED.includes(eventName))
    .filter(({ properties }) => properties.pagePath !== HEIR)
    .sort((a, b) => began[a.streamId].localeCompare(began[b.streamId]) || a.seq - b.seq)
    .map(({ eventName, properties: p }) => {
      const parts = {
        page_view: [p.pagePath, p.pageTitle, ...(/^\//.test(p.referrer) ? ['<', p.referrer] : [])],
        page_leave: [p.pagePath],
        button_click: [p.elementId, p.elementText, p.orderId],
        form_submit: [p.formId, p.success],
        api_call: [p.method, p.apiPath, p.status],
        marketing_expose: [p.activityId, p.position],
        error_occurred: [p.errorType, p.errorMessage],
      }[eventName] ?? [JSON.stringify(p)];
      return [eventName, ...parts].filter((part) => part !== undefined).join(' ');
    });
}

/** Of the view after coming back the title depends on whether the browser had kept the page. */
function compare(expected, found) {
  const faults = [];
  for (let index = 0; index < Math.max(expected.length, found.length); index++) {
    const [wanted, got] = [expected[index], found[index]];
    const isEnding = index >= expected.length - ENDING.length;
    if (got === wanted || (isEnding && wanted && got?.startsWith(wanted))) continue;
    faults.push(`${index}: expected ${wanted}, found ${got}`);
  }
  return faults;
}
