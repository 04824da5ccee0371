import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it, vi } from 'vitest';

const options = { apiUrl: 'https://collect.test', batchSize: 1 };

describe('on a server', () => {
  beforeEach(() => {
    vi.resetModules();
  });

  it('importing touches nothing', async () => {
    const touched: string[] = [];
    const names = ['window', 'document', 'navigator', 'localStorage', 'indexedDB', 'location', 'fetch'];
    const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
    for (const name of names) {
      Object.defineProperty(globalThis, name, {
        configurable: true,
        get() {
          touched.push(name);
          return undefined;
        },
      });
    }
    try {
      await import('./index.js');
    } finally {
      for (const [name, descriptor] of before) {
        if (descriptor) Object.defineProperty(globalThis, name, descriptor);
        else delete (globalThis as Record<string, unknown>)[name];
      }
    }
    // `typeof document` is how it knows.
    expect(touched.filter((name) => name !== 'document')).toEqual([]);
  });

  it('all calls are taken, nothing is kept, sent or started', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    const timed = vi.spyOn(globalThis, 'setTimeout');
    const api = await import('./index.js');
    api.track('before');
    const tracker = api.init(options);
    api.track('a', { big: 1n });
    api.trackPageView();
    api.trackClick('id');
    api.setUser('u-1');
    api.register({ a: 1 });
    api.unregister('a');
    api.reset();
    api.setConsent('granted');
    tracker.use({ name: 'never set up', setup: () => expect.unreachable() });
    tracker.on('ack', () => {})();
    const nothing = { tracked: 0, adopted: 0, acknowledged: 0, queued: 0, dropped: {} };
    expect(await api.flush()).toEqual(nothing);
    await tracker.close();
    expect(api.createTracker(options).stats()).toEqual(nothing);
    expect(fetched).not.toHaveBeenCalled();
    expect(timed).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('a wrong option is told there already', async () => {
    const { init } = await import('./index.js');
    expect(() => init({} as never)).toThrow('"apiUrl"');
  });
});

const built = (file: string) => fileURLToPath(new URL(`../dist/${file}`, import.meta.url));

describe.skipIf(!existsSync(built('index.js')) || !existsSync(built('index.cjs')))(
  'the build in Node',
  () => {
    const run = promisify(execFile);
    const CALLS = `
    api.init(${JSON.stringify(options)});
    api.track('a');
    api.trackPageView();
    api.flush().then((stats) => console.log(JSON.stringify(stats)));
  `;

    it.each([
      ['as a module', 'module', `import * as api from ${JSON.stringify(built('index.js'))};`],
      ['as CommonJS', 'commonjs', `const api = require(${JSON.stringify(built('index.cjs'))});`],
    ])(
      '%s does nothing, and the process ends by itself',
      async (_, type, load) => {
        const { stdout, stderr } = await run(process.execPath, [
          `--input-type=${type}`,
          '--eval',
          load + CALLS,
        ]);
        expect(JSON.parse(stdout)).toMatchObject({ tracked: 0, queued: 0 });
        expect(stderr).toBe('');
      },
      30_000,
    );
  },
);
