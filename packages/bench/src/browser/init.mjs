import { withPage } from './page.mjs';

/**
 * How long the page is blocked at the start, in ms, on a fresh page: `script`, compiling and running the
 * bundle; `init`, the call until it returns. What an SDK defers to later is not in here, but is in the
 * main-thread time of the thousand events.
 */
export function measureInit(world, /** @type {string} */ name) {
  return withPage(world, (page) =>
    page.evaluate(
      async ({ name, url }) => {
        const code = await (await fetch(`/sdk/${name}.js`)).text();
        const element = document.createElement('script');
        element.textContent = code;
        const before = performance.now();
        // An inline script runs inside this call, so compiling and running it are timed without the network.
        document.head.append(element);
        const loaded = performance.now();
        window.sdk.init(url);
        return { script: loaded - before, init: performance.now() - loaded };
      },
      { name, url: world.server.collectorUrl },
    ),
  );
}
