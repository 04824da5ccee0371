import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { chromium } from 'playwright';
import { chromiumArgs, chromiumPath } from '../../../../scripts/chromium.mjs';
import { answerTo } from '../answers.mjs';
import { SDKS } from './sdks.mjs';

/**
 * Ten minutes of a visitor of a shop, pressed into some seconds: presses, pages, requests, forms. What an SDK costs is the
 * time of the main thread with it less that without any.
 */
const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, rounds: { type: 'string', default: '3' } },
});
const NAMES = Object.keys(SDKS).filter(
  (name) => !values.only || name === 'none' || values.only.split(',').includes(name),
);

const scripts = {};
for (const name of NAMES) {
  const { outputFiles } = await build({
    stdin: { contents: SDKS[name], resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    target: 'es2020',
    format: 'iife',
    logLevel: 'error',
    tsconfigRaw: '{}',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  scripts[name] = outputFiles[0].text;
}

const PAGE = `<!doctype html><title>Shop</title><link rel="icon" href="data:,"><main></main>
<script>
const main = document.querySelector('main');
for (let i = 0; i < 60; i++) main.insertAdjacentHTML('beforeend', '<article data-expose="p' + i + '"><h2>Product ' + i + '</h2><p>Some words about it.</p><button class="buy"><svg width="9" height="9"><path d="M0 0h9v9z"/></svg><span>Buy</span></button></article>');
main.insertAdjacentHTML('beforeend', '<form onsubmit="return false"><input name="q"><button>Search</button></form>');
const tick = () => new Promise((resolve) => setTimeout(resolve, 4));
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
/** 300 presses, 60 pages, 240 requests, 20 forms; what each takes, in ms. */
walk = async () => {
  const spent = { click: [], navigation: [], request: [] };
  const timed = (list, action) => { const began = performance.now(); const result = action(); list.push(performance.now() - began); return result; };
  const icons = document.querySelectorAll('.buy path');
  for (let page = 0; page < 60; page++) {
    timed(spent.navigation, () => history.pushState(null, '', '/product/' + page));
    document.title = 'Product ' + page;
    scrollTo(0, (page % 20) * 100);
    for (let i = 0; i < 5; i++) {
      timed(spent.click, () => icons[page].dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, clientX: i * 90 })));
      main.dataset.cart = page + '-' + i;
      await tick();
    }
    for (let i = 0; i < 4; i++) { await timed(spent.request, () => fetch('/api/item/' + page + i)); await tick(); }
    if (page % 3 === 0) { document.forms[0].requestSubmit(); await tick(); }
  }
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return Object.fromEntries(Object.entries(spent).map(([name, list]) => [name, median(list)]));
};
longest = 0;
new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration); }).observe({ type: 'longtask', buffered: true });
</script>`;

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(`${request.url}`, 'http://shop');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const name = `${searchParams.get('name')}`;
  // Alone in its process, a page has a clock of 5 µs instead of 100.
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  if (pathname === '/sdk.js') response.setHeader('Content-Type', 'text/javascript').end(scripts[name]);
  else if (pathname === '/shop')
    response
      .setHeader('Content-Type', 'text/html')
      .end(`${PAGE}<script src="/sdk.js?name=${name}"></script>`);
  else if (pathname.startsWith('/api/')) response.setHeader('Content-Type', 'application/json').end('{}');
  else
    response
      .setHeader('Content-Type', 'application/json')
      .end(answerTo(`${request.url}`, bytes[0] === 0x1f ? gunzipSync(bytes) : bytes));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;

const rows = [];
const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArgs] });
for (let round = 0; round < Number(values.rounds); round++)
  for (const name of NAMES) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    await page.goto(`${url}/shop?name=${name}`);
    await page.waitForTimeout(500);
    const read = async () =>
      Object.fromEntries(
        (await session.send('Performance.getMetrics')).metrics.map((each) => [each.name, each.value * 1000]),
      );
    const before = await read();
    const spent = await page.evaluate(() => globalThis.walk());
    const after = await read();
    rows.push({
      name,
      script: after.ScriptDuration - before.ScriptDuration,
      task: after.TaskDuration - before.TaskDuration,
      ...spent,
      longest: await page.evaluate(() => globalThis.longest),
    });
    await context.close();
  }
await browser.close();
server.close();
server.closeAllConnections();

const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
const of = (name, what) => median(rows.filter((row) => row.name === name).map((row) => row[what]));
console.log(
  '| SDK | main thread, ms | of it scripts, ms | added per click, ms | per navigation, ms | per request, ms | longest task, ms |',
);
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const name of NAMES) {
  const added = (what, digits) => (of(name, what) - (name === 'none' ? 0 : of('none', what))).toFixed(digits);
  console.log(
    `| ${name} | ${of(name, 'task').toFixed(0)} | ${of(name, 'script').toFixed(0)} | ${added('click', 3)} | ${added('navigation', 3)} | ${added('request', 3)} | ${of(name, 'longest').toFixed(0)} |`,
  );
}
