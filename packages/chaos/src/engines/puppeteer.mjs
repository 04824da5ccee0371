import { once } from 'node:events';
import puppeteer from 'puppeteer-core';

/**
 * What Chromium and Firefox have in common.
 *
 * @param {import('puppeteer-core').LaunchOptions} options
 * @returns {Promise<import('./engine.mjs').Browser>}
 */
export async function launch(options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  return {
    version: await browser.version(),
    async open(url) {
      const page = await browser.newPage();
      await page.goto(url);
      return {
        run: (action, argument) => page.evaluate(action, argument),
        go: async (to) => {
          await page.goto(to);
        },
        back: async () => {
          await page.goBack();
        },
        reload: async () => {
          await page.reload();
        },
        close: (options) => page.close(options),
        puppet: page,
      };
    },
    close: () => browser.close(),
    async kill() {
      const process = browser.process();
      if (!process) throw new Error('This browser has no process of ours.');
      const gone = once(process, 'exit');
      process.kill('SIGKILL');
      await gone;
    },
  };
}
