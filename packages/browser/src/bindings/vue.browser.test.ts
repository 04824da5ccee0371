import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  type App,
  createApp,
  defineComponent,
  h,
  nextTick,
  ref,
  resolveDirective,
  withDirectives,
} from 'vue';
import { tracking, usePageView, useTrack } from './vue.js';

const PATIENCE = 10_000;
let host: HTMLElement;
let app: App | undefined;
const told: [string, unknown][] = [];
const tracker = {
  track: (eventName: string, properties?: object) => void told.push([eventName, properties]),
  trackPageView: (pagePath?: string) => void told.push(['page_view', pagePath]),
};

beforeEach(() => {
  told.length = 0;
  host = document.createElement('div');
  document.body.append(host);
});
afterEach(() => {
  app?.unmount();
  app = undefined;
  host.remove();
});

function mount(setup: () => () => ReturnType<typeof h>) {
  app = createApp(defineComponent({ setup }));
  app.use(tracking, { tracker }).mount(host);
}

it('useTrack gives the tracker of the app', () => {
  mount(() => {
    const track = useTrack();
    return () => h('button', { onClick: () => track('order_paid', { orderId: 'o-1' }) }, 'Pay');
  });
  host.querySelector('button')?.click();
  expect(told).toEqual([['order_paid', { orderId: 'o-1' }]]);
});

it('usePageView tells a page, and again when the path changes', async () => {
  const path = ref('/a');
  mount(() => {
    usePageView(() => path.value);
    return () => h('p', path.value);
  });
  path.value = '/b';
  await nextTick();
  expect(told).toEqual([
    ['page_view', '/a'],
    ['page_view', '/b'],
  ]);
});

it('v-track tells clicks with the latest properties, and nothing after the element is gone', async () => {
  const step = ref(1);
  mount(() => () => {
    const track = resolveDirective('track');
    if (step.value > 2 || !track) return h('p');
    return withDirectives(h('button', `Step ${step.value}`), [
      [track, { event: 'step_click', properties: { step: step.value } }],
    ]);
  });
  const button = host.querySelector('button');
  button?.click();
  step.value = 2;
  await nextTick();
  button?.click();
  step.value = 3;
  await nextTick();
  button?.click();
  expect(told).toEqual([
    ['step_click', { step: 1 }],
    ['step_click', { step: 2 }],
  ]);
});

it('v-track:view tells once that the element was seen', async () => {
  mount(() => () => {
    const track = resolveDirective('track');
    const banner = h('div', { style: 'width:50px;height:50px' }, 'Banner');
    return track ? withDirectives(banner, [[track, 'banner_seen', 'view']]) : banner;
  });
  await vi.waitFor(() => expect(told).toEqual([['banner_seen', undefined]]), PATIENCE);
});
