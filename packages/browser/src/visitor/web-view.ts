import { addHandOver, type Plugin, type Tracker, writeHandOver } from '@pugmark/core';
import { clock } from '../clock.js';
import { arrive, takeOver } from './take-over.js';

/**
 * For a page that a mini-program opens in a `<web-view>`: takes device and session over from its address, and takes the
 * parameter out of it. Give it to `init`.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { webView } from '@pugmark/browser/web-view';
 *
 * init({ apiUrl: 'https://collect.example.com', plugins: [webView()] });
 * ```
 */
export const webView = (): Plugin => ({
  name: 'web-view',
  platform: ({ settings }) => ({ settings: takeOver(settings, arrive()) }),
});

/**
 * An address that carries device and session with it, for two minutes: of a page of the mini-program that the page goes
 * back to, or of another page in a `<web-view>`. Without consent the address is as it was. It names the visitor, so give
 * it to your own pages only.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { withVisitor } from '@pugmark/browser/web-view';
 *
 * const tracker = init({ apiUrl: 'https://collect.example.com' });
 * const url = withVisitor('/pages/order/index?id=1', tracker);
 * // wx.miniProgram.navigateTo({ url });
 * ```
 */
export function withVisitor(url: string, tracker: Pick<Tracker, 'getDeviceId' | 'getSessionId'>): string {
  const deviceId = tracker.getDeviceId();
  const sessionId = tracker.getSessionId();
  const text = deviceId && writeHandOver(sessionId ? { deviceId, sessionId } : { deviceId }, clock.now());
  return text ? addHandOver(url, text) : url;
}
