import { expect, it, onTestFinished, vi } from 'vitest';

const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});

it.each<[string, string, unknown]>([
  ['a worker', 'importScripts', () => {}],
  ['React Native', 'navigator', { product: 'ReactNative' }],
])('in %s, where somebody may wait for events, init says that nothing is tracked', async (_, name, value) => {
  vi.resetModules();
  vi.stubGlobal(name, value);
  onTestFinished(() => {
    vi.unstubAllGlobals();
    warn.mockClear();
  });
  const { init, track, flush } = await import('./index.js');
  init({ apiUrl: 'https://collect.test' });
  track('a');
  expect(await flush()).toMatchObject({ tracked: 0, queued: 0 });
  expect(warn.mock.calls).toEqual([[expect.stringContaining('nothing is tracked')]]);
});

it('on a server, which renders the same code, it says nothing', async () => {
  vi.resetModules();
  const { init } = await import('./index.js');
  init({ apiUrl: 'https://collect.test' });
  expect(warn).not.toHaveBeenCalled();
});
