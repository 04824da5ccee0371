import type { Plugin, Tracker } from '@pugmark/core';
import type { TaroHooks } from '../taro-hooks.js';
import type { PageVisits } from './page-visits.js';

/**
 * A tap bubbles through every node that handles it: one event each, of the innermost. Where the platform's template has
 * no elements without handlers (Baidu's views, every platform's buttons) it comes from others too.
 */
export const clickCapture = (
  hooks: Pick<TaroHooks, 'tap'>,
  visits: Pick<PageVisits, 'page' | 'isExcluded'>,
): Plugin => ({
  name: 'clicks',
  setup({ track }) {
    // Taro takes no listener back: it falls silent.
    let isOn = true;
    let latest: number | undefined;
    hooks.tap('modifyTaroEvent', ({ type, mpEvent }, { uid, nodeName, props, textContent, __handlers }) => {
      const time = mpEvent?.timeStamp;
      if (!isOn || type !== 'tap' || (__handlers && !__handlers.tap) || (time && time === latest)) return;
      latest = time;
      trackTap({ track, visits, id: props?.id || uid, text: textContent, elementType: nodeName });
    });
    return () => {
      isOn = false;
    };
  },
});

interface Tap {
  track: Tracker['track'];
  visits: Pick<PageVisits, 'page' | 'isExcluded'>;
  id: unknown;
  text: string | null | undefined;
  elementType: string | undefined;
}

/** A click on a page that is excluded is not captured either. */
export function trackTap({ track, visits, id, text, elementType }: Tap): void {
  const { pagePath } = visits.page();
  if (visits.isExcluded(pagePath)) return;
  track('button_click', {
    elementId: `${id || ''}`,
    elementText: (text || '').slice(0, 100),
    elementType: elementType || '',
    pagePath,
  });
}
