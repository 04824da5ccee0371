import { act, createElement as h, StrictMode, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Track, TrackerProvider, usePageView, useTrack } from './react.js';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const PATIENCE = 10_000;
let host: HTMLElement;
let root: Root;
const told: [string, unknown][] = [];
const tracker = {
  track: (eventName: string, properties?: object) => void told.push([eventName, properties]),
  trackPageView: (pagePath?: string) => void told.push(['page_view', pagePath]),
};

beforeEach(() => {
  told.length = 0;
  host = document.createElement('div');
  document.body.append(host);
  root = createRoot(host);
});
afterEach(async () => {
  await act(() => root.unmount());
  host.remove();
});

const render = (...children: Parameters<typeof h>[2][]) =>
  act(() => root.render(h(StrictMode, null, h(TrackerProvider, { tracker }, ...children))));

/** What `useTrack` gave at each render. */
const given: unknown[] = [];

function PayButton() {
  const track = useTrack();
  const [count, setCount] = useState(0);
  given.push(track);
  const onClick = () => {
    track('order_paid', { count });
    setCount(count + 1);
  };
  return h('button', { type: 'button', onClick }, 'Pay');
}

it('useTrack gives the tracker of the provider, the same function at every render', async () => {
  await render(h(PayButton));
  for (let index = 0; index < 2; index++) await act(() => host.querySelector('button')?.click());
  expect(told).toEqual([
    ['order_paid', { count: 0 }],
    ['order_paid', { count: 1 }],
  ]);
  expect(new Set(given).size).toBe(1);
});

function Page({ path }: { path: string }) {
  usePageView(path);
  return null;
}

it('usePageView tells a page once, also under StrictMode, and again when the path changes', async () => {
  await render(h(Page, { path: '/a' }));
  await render(h(Page, { path: '/a' }));
  await render(h(Page, { path: '/b' }));
  expect(told).toEqual([
    ['page_view', '/a'],
    ['page_view', '/b'],
  ]);
});

it('Track tells clicks on what is within, with the properties of the latest render', async () => {
  const draw = (step: number) =>
    render(
      h(
        Track,
        { event: 'step_click', properties: { step } },
        h('button', { type: 'button' }, h('i', null, 'Go')),
      ),
    );
  await draw(1);
  await draw(2);
  await act(() => host.querySelector('i')?.click());
  expect(told).toEqual([['step_click', { step: 2 }]]);
});

it('Track tells once that what is within was seen', async () => {
  await render(
    h(
      Track,
      { event: 'banner_seen', on: 'view' },
      h('div', { style: { width: '50px', height: '50px' } }, 'Banner'),
    ),
  );
  await vi.waitFor(() => expect(told).toEqual([['banner_seen', undefined]]), PATIENCE);
  await render(h(Track, { event: 'banner_seen', on: 'view' }, h('div', null, 'Banner')));
  expect(told).toHaveLength(1);
});
