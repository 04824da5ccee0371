import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from './testing/browser.ts';
import { type RunningCollector, startCollector, temporaryDirectory } from './testing/collector.ts';
import { stopAll } from './testing/process.ts';

/** Keeps calls, with their time, until the script is there. */
const SNIPPET =
  "!function(w,m){if(!w.pugmark){var p=w.pugmark={q:[]};m.split(' ').forEach(function(n){p[n]=function(){p.q.push([n,+new Date,arguments])}})}}(window,'init track trackPageView trackClick setUser reset register unregister setConsent flush')";

describe('the script tag', () => {
  let collector: RunningCollector;
  let data: string;

  beforeAll(async () => {
    data = await temporaryDirectory();
    collector = await startCollector({ data });
  });
  afterAll(async () => {
    await stopAll();
    await rm(data, { recursive: true, force: true });
  });

  it('delivers calls that were made before the script arrived, with their own time', async () => {
    const script = await readFile(createRequire(import.meta.url).resolve('@pugmark/browser/cdn'));
    const page = `<!doctype html><meta charset="utf-8"><script>${SNIPPET}</script><script>
      pugmark.init({ apiUrl: '${collector.url}' });
      window.from = Date.now();
      pugmark.track('early_event', { n: 1 });
      pugmark.trackClick('buy', '购买');
      window.to = Date.now();
    </script>`;
    const server = createServer((request, response) => {
      const isScript = request.url === '/pugmark.iife.js';
      response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? script : page);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };

    const browser = await launchChromium();
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${port}/shop`);
    // Late enough to tell the time of the call from the time of the script.
    await tab.waitForFunction('Date.now() - window.to > 500');
    const { from, to } = await tab.evaluate<{ from: number; to: number }>('({ from, to })');
    await tab.addScriptTag({ url: '/pugmark.iife.js' });
    await tab.evaluate("pugmark.track('late_event'); pugmark.flush()");

    await expect.poll(async () => (await collector.events()).length, { timeout: 60_000 }).toBe(3);
    const [early, click, late] = (await collector.events()).sort((a, b) => a.seq - b.seq);
    expect(early).toMatchObject({ eventName: 'early_event', properties: { n: 1 }, seq: 1 });
    expect(click?.properties).toMatchObject({ elementId: 'buy', elementText: '购买' });
    expect(late?.eventName).toBe('late_event');
    const time = (event: { clientTime: string } | undefined) => Date.parse(event?.clientTime ?? '');
    expect([from, to]).toSatisfy(([a, b]: number[]) => time(early) >= (a ?? 0) && time(early) <= (b ?? 0));
    expect(time(late)).toBeGreaterThan(to + 500);

    await browser.close();
    server.close();
  });
});
