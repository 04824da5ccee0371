import { chromiumArgs, chromiumPath } from '../../../../scripts/chromium.mjs';
import { launch } from './puppeteer.mjs';

/** @type {import('./engine.mjs').Engine} */
export const chromium = {
  name: 'chromium',
  can: ['ask', 'crash', 'profile', 'offline', 'wipe', 'quota', 'cache', 'heap'],
  launch: async (profile) =>
    launch({
      browser: 'chrome',
      executablePath: await chromiumPath(),
      userDataDir: profile,
      args: [...chromiumArgs],
      // Its default flags would switch the back/forward cache off.
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    }),
};
