import { expect, it } from 'vitest';
import { createAppState } from './app-state.js';
import { createFacts } from './facts.js';
import type { Launch, NativeApi } from './mini-api.js';

/** A platform whose events a test brings about. */
function createNative(parts: Partial<NativeApi> = {}) {
  let show: ((entry?: Launch) => void) | undefined;
  let hide: (() => void) | undefined;
  let network: ((status: { isConnected: boolean; networkType: string }) => void) | undefined;
  const native: NativeApi = {
    request: () => undefined,
    onAppShow: (listener) => {
      show = listener;
    },
    onAppHide: (listener) => {
      hide = listener;
    },
    onNetworkStatusChange: (listener) => {
      network = listener;
    },
    ...parts,
  };
  return {
    native,
    show: (entry?: Launch) => show?.(entry),
    hide: () => hide?.(),
    network: (isConnected: boolean, networkType: string) => network?.({ isConnected, networkType }),
  };
}

it('tells of a hide and of a show once, the page before the app and the app before the page', () => {
  const { native, show, hide } = createNative();
  const app = createAppState({ native, launch: {}, onHidden: (isHidden) => told.push(`hidden ${isHidden}`) });
  const told: string[] = [];
  for (const name of ['page', 'app'])
    app.watch({ hide: () => told.push(`${name} hide`), show: () => told.push(`${name} show`) });
  app.lifecycle((signal) => told.push(signal));
  show();
  hide();
  hide();
  expect(told.splice(0)).toEqual(['page hide', 'app hide', 'hidden true', 'hidden']);
  show();
  show();
  expect(told).toEqual(['hidden false', 'changed', 'app show', 'page show', 'visible']);
});

it('knows how the app was opened the latest time, before anybody tracks it', () => {
  const { native, show, hide } = createNative();
  const app = createAppState({ native, launch: { query: { from: 'first' } } });
  const seen: unknown[] = [app.entry().query];
  app.lifecycle((signal) => signal === 'changed' && seen.push(app.entry().query));
  hide();
  show({ query: { from: 'second' } });
  expect(seen).toEqual([{ from: 'first' }, { from: 'second' }]);
});

it('asks the platform how the app was opened where a show does not say it', () => {
  const asked = createNative({ getEnterOptionsSync: () => ({ scene: 1047 }) });
  const app = createAppState({ native: asked.native, launch: { scene: 1001 } });
  asked.hide();
  asked.show();
  expect(app.entry()).toEqual({ scene: 1047 });
  const silent = createNative();
  const other = createAppState({ native: silent.native, launch: { scene: 1001 } });
  silent.hide();
  silent.show();
  expect(other.entry()).toEqual({});
});

it('has the facts of this moment: the network as soon as the platform tells it, and after each change', () => {
  let answer: ((status: { networkType: string }) => void) | undefined;
  const { native, network } = createNative({
    getNetworkType: ({ success }) => {
      answer = success;
    },
  });
  const app = createAppState({ native, launch: {} });
  const facts = createFacts(native, app.networkType);
  const seen: unknown[] = [facts().network];
  app.lifecycle((signal) => seen.push([signal, facts().network]));
  app.watch({ network: (type) => seen.push([type, facts().network]) });
  // Alipay tells it in capitals.
  answer?.({ networkType: 'WIFI' });
  network(true, '4G');
  network(false, 'none');
  network(true, 'unknown');
  expect(seen).toEqual([
    undefined,
    ['changed', 'wifi'],
    ['changed', '4g'],
    ['4g', '4g'],
    ['changed', 'none'],
    ['none', 'none'],
    ['offline', 'none'],
    ['changed', undefined],
    ['unknown', undefined],
    ['online', undefined],
  ]);
});

it('asks for the network again when it is shown: nobody tells of a change in the background', () => {
  let networkType = 'wifi';
  const { native, show, hide } = createNative({ getNetworkType: ({ success }) => success({ networkType }) });
  const app = createAppState({ native, launch: {} });
  const shown: unknown[] = [];
  app.watch({ show: () => shown.push(app.networkType()) });
  hide();
  networkType = '4g';
  show();
  expect(shown).toEqual(['4g']);
});

it('takes a new entry also where the platform told of no hide before it', () => {
  const { native, show } = createNative();
  const app = createAppState({ native, launch: { path: 'a', query: { utm_source: 'one' } } });
  const signals: string[] = [];
  app.lifecycle((signal) => signals.push(signal));
  show({ path: 'a', query: { utm_source: 'two' } });
  expect([app.entry().query, signals]).toEqual([{ utm_source: 'two' }, ['changed']]);
});
