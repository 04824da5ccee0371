import { chromium } from 'playwright';
import { chromiumArgs, chromiumPath } from '../../../../scripts/chromium.mjs';

/** A headless Chromium that can reach nothing but this machine. */
export async function launchBrowser() {
  return chromium.launch({
    executablePath: await chromiumPath(),
    args: [...chromiumArgs, '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
  });
}

/**
 * Runs `measure` on a fresh page of a fresh context (empty storage, nothing cached) and closes it.
 * @template T
 * @param {{ browser: import('playwright').Browser, server: { pageUrl: string } }} world
 * @param {(page: import('playwright').Page, context: import('playwright').BrowserContext) => Promise<T>} measure
 * @returns {Promise<T>}
 */
export async function withPage({ browser, server }, measure) {
  const context = await browser.newContext({ userAgent: visitorAgent(browser) });
  try {
    const page = await context.newPage();
    await page.goto(`${server.pageUrl}/`);
    return await measure(page, context);
  } finally {
    await context.close();
  }
}

/** Some SDKs send nothing when the agent says "Headless". */
function visitorAgent(browser) {
  const major = browser.version().split('.')[0];
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
}

/** Loads the SDK's script, starts it, names the user and gives it a moment to settle. */
export async function startSdk(page, name, collectorUrl) {
  await page.addScriptTag({ url: `/sdk/${name}.js` });
  await page.evaluate((url) => {
    window.sdk.init(url);
    window.sdk.setUser('user-42');
  }, collectorUrl);
  await page.waitForTimeout(500);
}
