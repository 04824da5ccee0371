import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { describe, expect, it } from 'vitest';

interface Esbuild {
  build(options: object): Promise<{ outputFiles: { text: string }[] }>;
}

/** The bundler of the build itself, which is no dependency of this package. */
const bundler = (): Esbuild => {
  const require = createRequire(import.meta.url);
  return createRequire(require.resolve('tsup'))('esbuild');
};

const bundle = async (target: string) => {
  const { outputFiles } = await bundler().build({
    stdin: {
      contents: `export * from './index.js'; export * from './testing/index.js';`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'core',
    target,
  });
  return outputFiles[0]?.text as string;
};

/** What mini-program engines and old browsers lack, but node's own contexts hold. */
const REMOVED = ['globalThis', 'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'console', 'Intl', 'escape'];

const VISIT = `
  (async () => {
    const world = core.createWorld();
    const tab = world.open({ batchSize: 2 });
    tab.track('a', { text: '中😀' });
    tab.tracker.setUser('u');
    tab.signal('hidden');
    tab.signal('exit');
    tab.track('b');
    tab.signal('visible');
    tab.track('c');
    await world.advance(60000);
    tab.crash();
    const next = world.open();
    next.tracker.trackPageView();
    await next.tracker.close();
    return JSON.stringify(world.names());
  })()
`;

describe('core', () => {
  it('runs where there is nothing but the language', async () => {
    const context = vm.createContext(Object.create(null));
    for (const name of REMOVED)
      vm.runInContext(`delete ${name === 'globalThis' ? 'this.globalThis' : `this.${name}`}`, context);
    const absent = [
      'globalThis',
      'console',
      'setTimeout',
      'queueMicrotask',
      'URL',
      'TextEncoder',
      'Intl',
      'process',
    ];
    for (const name of absent) expect(vm.runInContext(`typeof ${name}`, context)).toBe('undefined');
    vm.runInContext(await bundle('es2017'), context);
    const names = JSON.parse(await (vm.runInContext(VISIT, context) as Promise<string>));
    expect(names.sort()).toEqual(['a', 'b', 'c', 'page_view', 'user_identify']);
  });
});
