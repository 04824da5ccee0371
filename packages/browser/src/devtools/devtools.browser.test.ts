import { expect, it, vi } from 'vitest';
import { stored } from '../testing/capture.js';
import { createVisitor } from '../testing/visit.js';

it('shows events as they are tracked, filters them, never tells of itself, and goes away', async () => {
  const visitor = createVisitor();
  const frame = await visitor.page();
  await frame.run(async (load, options) => {
    const api = await load();
    const { captures } = await load('captures/index');
    const { showDevtools } = await load('devtools/index');
    const tracker = api.init({ ...options, plugins: [captures({ clicks: true })] });
    await api.flush();
    showDevtools(tracker, { language: 'zh-CN' });
    api.track('first', { step: 1 });
    api.track('second', { step: 2 });
  }, visitor.options);
  const root = () => frame.window.document.querySelector('pugmark-devtools')?.shadowRoot as ShadowRoot;
  const names = () => [...root().querySelectorAll('b')].map(({ textContent }) => textContent);
  await vi.waitFor(() => expect(names()).toEqual(['second', 'first']));
  expect(root().textContent).toContain('暂停');

  const filter = root().querySelector('input') as HTMLInputElement;
  filter.value = '"step":1';
  filter.dispatchEvent(new Event('input'));
  expect(names()).toEqual(['first']);

  const [pause, , clear, close] = [...root().querySelectorAll('button')];
  clear?.click();
  pause?.click();
  close?.click();
  expect(frame.window.document.querySelector('pugmark-devtools')).toBeNull();
  await frame.run(async (load) => (await load()).flush());
  expect((await stored(visitor, 'first', 'second', 'button_click')).map(({ event }) => event)).toEqual([
    'first',
    'second',
  ]);
});
