import type { Plugin, PluginContext } from '@pugmark/core';
import { readDocument } from '../read-document.js';
import { attributeOf, firstOf, isElement, matches, propertiesOf } from './elements.js';
import { isSeen, STEPS } from './is-seen.js';
import { type PathOptions, readPath } from './page-path.js';

/** What counts as seen. */
export interface ExposureOptions extends PathOptions {
  /** Elements that are watched, those that come later too. Default `[data-expose]`. */
  selector?: string | undefined;
  /** Share of the element that must be seen, from 0 to 1; of one that is larger than the window, of the window. Default 0.5. */
  share?: number | undefined;
  /** How long it must be seen without a break, in ms. Default 1000. */
  duration?: number | undefined;
  /** `false` tells it each time that it comes into view again. Default: once a page. */
  once?: boolean | undefined;
  /** Name of the event. Default `marketing_expose`. */
  eventName?: string | undefined;
}

interface Watched {
  /** Names what the element shows at the moment: in a list that is recycled it shows one thing after another. */
  key_: string;
  cancel_?: (() => void) | undefined;
}

/**
 * Tells what was seen as `marketing_expose`: `activityId` from `data-expose`, further properties from
 * `data-expose-position` and the like, and `pagePath`. Seen means: half of it, for a second, unless told otherwise.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { exposure } from '@pugmark/browser/exposure';
 *
 * init({ apiUrl: 'https://collect.example.com', plugins: [exposure({ share: 0.5, duration: 1000 })] });
 * // <div data-expose="spring-sale" data-expose-position="2">…</div>
 * ```
 */
export const exposure = (options: ExposureOptions = {}): Plugin => ({
  name: 'exposure',
  setup: (context) => observe(context, options),
});

function observe(context: PluginContext, options: ExposureOptions): (() => void) | undefined {
  const { selector = '[data-expose]', share = 0.5, duration = 1000, once = true } = options;
  const { eventName = 'marketing_expose' } = options;
  if (typeof IntersectionObserver !== 'function') return undefined;
  const watched = new Map<Element, Watched>();
  const seen = new Set<string>();

  const tell = (element: Element, entry: Watched) => {
    entry.cancel_ = undefined;
    if (once && seen.has(entry.key_)) return;
    seen.add(entry.key_);
    context.track(
      eventName,
      {
        ...propertiesOf(element, 'data-expose-'),
        activityId: firstOf(element, 'data-expose', 'id'),
        pagePath: readPath(context, options),
      },
      { category: 'marketing' },
    );
  };

  const forget = (element: Element) => {
    watched.get(element)?.cancel_?.();
    watched.delete(element);
    observer.unobserve(element);
  };

  const forgetAll = () => watched.forEach((_, element) => void forget(element));

  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const element = entry.target;
        const own = watched.get(element);
        if (!own) continue;
        if (!isSeen(entry, share)) {
          own.cancel_?.();
          own.cancel_ = undefined;
        } else if (!own.cancel_) {
          own.cancel_ = context.clock.timer(() => tell(element, own), duration);
        }
      }
    },
    { threshold: STEPS },
  );

  const add = (element: Element) => {
    const key = keyOf(element);
    const own = watched.get(element);
    if (own?.key_ === key) return;
    // Observed anew, so that the browser tells where it stands now.
    if (own) forget(element);
    watched.set(element, { key_: key });
    observer.observe(element);
  };

  /** The element and what is in it. */
  const each = (node: Node, action: (element: Element) => void) => {
    if (isElement(node) && matches(node, selector)) action(node);
    if (isElement(node) || node === document) (node as ParentNode).querySelectorAll(selector).forEach(action);
  };

  const follow = ({ type, target, addedNodes, removedNodes }: MutationRecord) => {
    if (type === 'attributes')
      return matches(target as Element, selector) ? add(target as Element) : forget(target as Element);
    for (const node of removedNodes) each(node, (element) => element.isConnected || forget(element));
    for (const node of addedNodes) each(node, (element) => element.isConnected && add(element));
  };

  const changes = new MutationObserver((records) => {
    // While nobody looks, nothing is watched.
    if (readDocument('visibilityState') !== 'hidden') records.forEach(follow);
  });
  changes.observe(document, { subtree: true, childList: true, attributeFilter: ['data-expose', 'id'] });
  each(document, add);

  const unlisten = context.lifecycle(() => {
    forgetAll();
    // What stands in a page that is shown again is looked at anew: it is not seen while nobody looks.
    if (readDocument('visibilityState') !== 'hidden') each(document, add);
  });

  return () => {
    unlisten();
    changes.disconnect();
    forgetAll();
  };
}

const keyOf = (element: Element): string =>
  `${attributeOf(element, 'data-expose')} ${attributeOf(element, 'id')}`;
