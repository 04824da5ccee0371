import type { Tracker } from '@pugmark/core';
import type { PageVisits } from './page-visits.js';

/** The parts of a Taro event and of the node that handles it that are read. */
export interface TaroEvent {
  type?: string;
  mpEvent?: { timeStamp?: number };
}
export interface TaroNode {
  uid?: string;
  nodeName?: string;
  props?: Record<string, unknown>;
  textContent?: string;
  /** Taro's own table of who listens. */
  __handlers?: Record<string, unknown>;
}

/**
 * A tap bubbles through every node that handles it: one event each, of the innermost. Where the platform's template has
 * no elements without handlers (Baidu's views, every platform's buttons) it comes from others too.
 */
export function createClickCapture(
  track: Tracker['track'],
  visits: PageVisits,
): (event: TaroEvent, node: TaroNode) => void {
  let latest: number | undefined;
  return ({ type, mpEvent }, { uid, nodeName, props, textContent, __handlers }) => {
    const time = mpEvent?.timeStamp;
    if (type !== 'tap' || (__handlers && !__handlers.tap) || (time && time === latest)) return;
    latest = time;
    trackTap(track, visits, props?.id || uid, textContent, nodeName);
  };
}

/** A click on a page that is excluded is not captured either. */
export function trackTap(
  track: Tracker['track'],
  visits: PageVisits,
  id: unknown,
  text: string | null | undefined,
  elementType: string | undefined,
): void {
  const { pagePath } = visits.page();
  if (visits.isExcluded(pagePath)) return;
  track('button_click', {
    elementId: `${id || ''}`,
    elementText: (text || '').slice(0, 100),
    elementType: elementType || '',
    pagePath,
  });
}
