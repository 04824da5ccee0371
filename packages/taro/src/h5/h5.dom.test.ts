import type { PluginContext } from '@pugmark/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createPageVisits } from '../captures/page-visits.js';
import { domClickCapture } from './clicks.js';
import { readLaunch } from './launch.js';
import { native } from './native.js';

describe('a web page, in the words of a mini-program', () => {
  it('tells once of each error and of each rejection that nobody handled', () => {
    const told: unknown[] = [];
    native.onError((error) => told.push(error));
    native.onUnhandledRejection((event) => told.push(event?.reason));
    const error = new Error('boom');
    dispatchEvent(new ErrorEvent('error', { error, message: 'boom' }));
    dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: 'no answer' }));
    // A picture that is missing is no error of the script.
    dispatchEvent(new Event('error'));
    expect(told).toEqual([error, 'no answer']);
  });

  it('tells of the network', () => {
    const told: unknown[] = [];
    native.onNetworkStatusChange((status) => told.push(status));
    dispatchEvent(new Event('offline'));
    dispatchEvent(new Event('online'));
    expect(told).toEqual([
      { isConnected: false, networkType: 'none' },
      { isConnected: true, networkType: 'unknown' },
    ]);
  });
});

describe('the address that the page was opened with', () => {
  afterEach(() => history.replaceState(null, '', '/'));

  it.each([
    ['/pages/home/index?source=a', '/pages/home/index', { source: 'a' }],
    ['/?utm_source=poster#/pages/order/index?id=7', '/pages/order/index', { utm_source: 'poster', id: '7' }],
    ['/#top', '/', {}],
  ])('is read from %s', (address, path, query) => {
    history.replaceState(null, '', address);
    expect(readLaunch()).toEqual({ path, query });
  });
});

describe('clicks', () => {
  it('are told of the innermost button, link or element with an id, on a page that is not excluded', () => {
    document.body.innerHTML = `
      <div class="taro_page" id="/pages/home/index">
        <taro-button-core id="buy"><span class="inner">Buy  now</span></taro-button-core>
        <taro-view-core><a href="#x">More</a></taro-view-core>
        <p class="plain">text</p>
      </div>
      <button class="outside">x</button>`;
    const tracked: unknown[] = [];
    const visits = createPageVisits(() => {}, Date.now);
    const stop = domClickCapture(visits).setup?.({
      track: (name: string, properties?: object) => tracked.push([name, properties]),
    } as unknown as PluginContext);
    visits.enter({}, '/pages/home/index');
    const click = (selector: string) =>
      document.querySelector(selector)?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    for (const selector of ['.inner', 'a', '.plain', '.outside']) click(selector);
    stop?.();
    click('.inner');
    const pagePath = '/pages/home/index';
    expect(tracked).toEqual([
      ['button_click', { elementId: 'buy', elementText: 'Buy  now', elementType: 'button', pagePath }],
      ['button_click', { elementId: '', elementText: 'More', elementType: 'a', pagePath }],
    ]);
  });
});
