import type { NativeApi } from '../mini-api.js';

type WebApi = Required<
  Pick<NativeApi, 'onAppShow' | 'onAppHide' | 'onError' | 'onUnhandledRejection' | 'onNetworkStatusChange'>
>;

/** What a web page tells of itself, in the words of a mini-program. Listens before the page's own listeners. */
export const native: WebApi = {
  onAppShow(listener) {
    listen('visibilitychange', () => document.visibilityState === 'visible' && listener({}));
    // Back from the back/forward cache; the first `pageshow` is no return.
    listen('pageshow', ({ persisted }) => persisted && listener({}));
  },
  onAppHide(listener) {
    listen('visibilitychange', () => document.visibilityState === 'hidden' && listener());
    listen('pagehide', () => listener());
  },
  onError(listener) {
    listen('error', ({ message, error }) => (error || message) && listener(error || message));
  },
  onUnhandledRejection(listener) {
    listen('unhandledrejection', ({ reason }) => listener({ reason }));
  },
  onNetworkStatusChange(listener) {
    const { connection } = navigator as { connection?: { type?: string; effectiveType?: string } };
    listen('online', () =>
      listener({
        isConnected: true,
        networkType: connection?.type === 'wifi' ? 'wifi' : connection?.effectiveType || 'unknown',
      }),
    );
    listen('offline', () => listener({ isConnected: false, networkType: 'none' }));
  },
};

interface WebEvent {
  persisted?: boolean;
  message?: string;
  error?: unknown;
  reason?: unknown;
}

/** Captured at the window, since `visibilitychange` does not bubble up to it in every engine. */
function listen(type: string, listener: (event: WebEvent) => void): void {
  addEventListener(type, listener as (event: Event) => void, true);
}
