import * as pugmark from '@pugmark/browser';
import type { AnyEvents, Properties, Track, Tracker } from '@pugmark/core';
import { type App, type Directive, type InjectionKey, inject, onMounted, watch } from 'vue';
import { watchSeen } from './watch-seen.js';

/** What components need of a tracker. */
type UsedTracker = Pick<Tracker, 'track' | 'trackPageView'>;

const KEY: InjectionKey<UsedTracker> = Symbol('pugmark');

/** What `v-track` takes: the name of an event, or the event with its properties. */
export type TrackValue = string | { event: string; properties?: Properties };

export interface TrackingOptions {
  /** What `createTracker` has answered. Default: the tracker of `init`. */
  tracker?: UsedTracker;
}

interface Followed {
  value: TrackValue;
  stop(): void;
}

/**
 * The plugin for an app: `useTrack` in components, and `v-track` on elements. `v-track` tells clicks, `v-track:view` tells
 * once that half of the element was seen for a second.
 *
 * @example
 * ```ts
 * createApp(App).use(tracking).mount('#app');
 * // <button v-track="{ event: 'order_paid', properties: { orderId } }">Pay</button>
 * // <Banner v-track:view="'banner_seen'" />
 * ```
 */
export const tracking = {
  install(app: App, { tracker = pugmark }: TrackingOptions = {}): void {
    app.provide(KEY, tracker);
    app.directive('track', createDirective(tracker));
  },
};

function createDirective({ track }: UsedTracker): Directive<Element, TrackValue> {
  const followed = new WeakMap<Element, Followed>();
  return {
    mounted(element, { value, arg }) {
      const own: Followed = { value, stop: () => {} };
      const tell = () => {
        const { event, properties } = typeof own.value === 'string' ? { event: own.value } : own.value;
        track(event, properties);
      };
      if (arg === 'view') own.stop = watchSeen(element, tell);
      else {
        element.addEventListener('click', tell);
        own.stop = () => element.removeEventListener('click', tell);
      }
      followed.set(element, own);
    },
    updated(element, { value }) {
      const own = followed.get(element);
      if (own) own.value = value;
    },
    unmounted(element) {
      followed.get(element)?.stop();
      followed.delete(element);
    },
  };
}

/**
 * `track` of the app's tracker.
 *
 * @typeParam Plan Types it: `typeof plan`, or the events of a generated file.
 * @example
 * ```ts
 * const track = useTrack();
 * const pay = () => track('order_paid', { orderId });
 * ```
 */
export const useTrack = <Plan = AnyEvents>(): Track<Plan> => inject(KEY, pugmark).track as Track<Plan>;

/**
 * Tracks a page view when the component is mounted, and again when `pagePath` changes. Where the plugin `pageViews` is
 * used this is not needed.
 *
 * @param pagePath A path, or what answers one. Default: the path in the address bar.
 */
export function usePageView(pagePath?: string | (() => string), pageTitle?: string): void {
  const { trackPageView } = inject(KEY, pugmark);
  const path = () => (typeof pagePath === 'function' ? pagePath() : pagePath);
  onMounted(() => trackPageView(path(), pageTitle));
  watch(path, (next) => trackPageView(next, pageTitle));
}
