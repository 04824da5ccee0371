import type { Plugin } from '@pugmark/core';
import { trackTap } from '../captures/clicks.js';
import type { PageVisits } from '../captures/page-visits.js';

/** What a click is meant for: a page does not tell which elements handle one. */
const CLICKABLE = '[id],a,button,taro-button-core,[role=button]';

/** Clicks on a Taro page, of the innermost element that is a button, a link or has an id. */
export const domClickCapture = (visits: Pick<PageVisits, 'page' | 'isExcluded'>): Plugin => ({
  name: 'clicks',
  setup({ track }) {
    const click = ({ target }: MouseEvent) => {
      const element = (target as Element | null)?.closest?.(CLICKABLE);
      // The container of a page has an id too.
      if (!element || element.matches('.taro_page') || !element.closest('.taro_page')) return;
      const { id, textContent, localName } = element;
      trackTap({
        track,
        visits,
        id,
        text: textContent,
        elementType: localName.replace(/^taro-|-core$/g, ''),
      });
    };
    document.addEventListener('click', click, true);
    return () => document.removeEventListener('click', click, true);
  },
});
