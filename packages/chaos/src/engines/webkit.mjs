import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder } from 'selenium-webdriver';
import { virtualDisplay } from './display.mjs';

const DRIVER = '/usr/bin/WebKitWebDriver';
const LIBRARIES = ['x86_64-linux-gnu', 'aarch64-linux-gnu'];
const BROWSER = LIBRARIES.map((name) => `/usr/lib/${name}/webkit2gtk-4.1/MiniBrowser`).find(existsSync);
const START_MS = 10_000;
const SESSION_MS = 15_000;
const ATTEMPTS = 5;

/**
 * WebKitGTK: the engine of Safari in its Linux build. Its automation keeps a profile in memory only, so that it cannot be
 * started again with the same one.
 *
 * @type {import('./engine.mjs').Engine}
 */
export const webkit = {
  name: 'webkit',
  can: [],
  async launch() {
    if (!BROWSER || !existsSync(DRIVER)) throw new Error('No WebKitGTK: run scripts/install-engines.sh.');
    const { driver, stop } = await startSession();
    await driver.manage().setTimeouts({ script: 60_000 });
    const version = `WebKitGTK ${(await driver.getCapabilities()).get('browserVersion')}`;

    /** One command at a time: each is for the tab that was chosen last. */
    let before = Promise.resolve();
    const inTab = (handle, command) => {
      const done = before.then(async () => {
        await driver.switchTo().window(handle);
        return command();
      });
      before = done.catch(() => {});
      return done;
    };
    const first = await driver.getWindowHandle();

    return {
      version,
      async open(address) {
        const handle = await inTab(first, async () => {
          await driver.switchTo().newWindow('window');
          await driver.get(address);
          return driver.getWindowHandle();
        });
        return {
          run: async (action, argument) => {
            const script = `const done = arguments[arguments.length - 1];
              new Promise((resolve) => resolve((${action})(arguments[0]))).then(
                (value) => done({ value }), (error) => done({ error: String(error) }));`;
            const { value, error } = await inTab(handle, () => driver.executeAsyncScript(script, argument));
            if (error) throw new Error(error);
            return value;
          },
          go: (to) => inTab(handle, () => driver.get(to)),
          back: () => inTab(handle, () => driver.navigate().back()),
          reload: () => inTab(handle, () => driver.navigate().refresh()),
          close: () => inTab(handle, () => driver.close()),
        };
      },
      async close() {
        await driver.quit().catch(() => {});
        stop();
      },
      kill: async () => stop(),
    };
  },
};

/** A driver on a busy machine may wait for ever for the browser that it started: then both are started again. */
async function startSession() {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const server = spawn(DRIVER, [`--port=${port}`, '--host=127.0.0.1'], {
      stdio: 'ignore',
      // A process group of its own, so that the browser can be ended with it.
      detached: true,
      env: {
        ...process.env,
        DISPLAY: await virtualDisplay(),
        LIBGL_ALWAYS_SOFTWARE: '1',
        // No desktop is there to be asked.
        NO_AT_BRIDGE: '1',
        GTK_A11Y: 'none',
        DBUS_SESSION_BUS_ADDRESS: 'unix:path=/dev/null',
        // Its sandbox needs rights that a container has not.
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      },
    });
    const stop = () => {
      try {
        process.kill(-Number(server.pid), 'SIGKILL');
      } catch {
        // It is gone.
      }
    };
    const url = `http://127.0.0.1:${port}`;
    await ready(url);
    const session = new Builder()
      .usingServer(url)
      .withCapabilities({
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: BROWSER, args: ['--automation'] },
      })
      .build();
    const driver = await Promise.race([session, sleep(SESSION_MS)]);
    if (driver) return { driver, stop };
    session.catch(() => {});
    stop();
    if (attempt === ATTEMPTS) throw new Error(`WebKitWebDriver gave no session in ${ATTEMPTS} attempts.`);
  }
}

/** The driver takes no port 0. */
async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}

async function ready(url) {
  const until = Date.now() + START_MS;
  for (;;) {
    try {
      if ((await fetch(`${url}/status`)).ok) return;
    } catch (cause) {
      if (Date.now() > until) throw new Error('WebKitWebDriver does not answer.', { cause });
    }
    await sleep(50);
  }
}
