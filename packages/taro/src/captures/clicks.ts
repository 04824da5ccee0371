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
  { track }: Tracker,
  visits: PageVisits,
): (event: TaroEvent, node: TaroNode) => void {
  let latest: number | undefined;
  return ({ type, mpEvent }, { uid, nodeName, props, textContent, __handlers }) => {
    const time = mpEvent?.timeStamp;
    const pagePath = visits.pagePath();
    if (
      type !== 'tap' ||
      (__handlers && !__handlers.tap) ||
      (time && time === latest) ||
      visits.isExcluded(pagePath)
    )
      return;
    latest = time;
    track('button_click', {
      elementId: `${props?.id || uid || ''}`,
      elementText: (textContent || '').slice(0, 100),
      elementType: nodeName || '',
      pagePath,
    });
  };
}
