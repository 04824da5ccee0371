import { existsSync } from 'node:fs';
import { launch } from './puppeteer.mjs';

const PATHS = [process.env.PUGMARK_FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'];

/** @type {import('./engine.mjs').Engine} */
export const firefox = {
  name: 'firefox',
  can: ['ask', 'profile'],
  launch(profile) {
    const executablePath = PATHS.find((path) => path && existsSync(path));
    if (!executablePath)
      throw new Error('No Firefox: run scripts/install-engines.sh, or set PUGMARK_FIREFOX.');
    return launch({ browser: 'firefox', executablePath, userDataDir: profile });
  },
};
