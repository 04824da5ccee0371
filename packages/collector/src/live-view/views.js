import { changeAddress, readAddress } from './address.js';
import { byId } from './dom.js';

const VIEWS = ['events', 'timeline', 'problems'];

/** The views of the main panel as tabs. `onShow[view]()` is called whenever one is shown. */
export function createViews(onShow) {
  let current = 'events';

  function show(view) {
    current = VIEWS.includes(view) ? view : 'events';
    for (const name of VIEWS) {
      const isShown = name === current;
      byId(`tab-${name}`).setAttribute('aria-selected', String(isShown));
      byId(`tab-${name}`).tabIndex = isShown ? 0 : -1;
      byId(`view-${name}`).hidden = !isShown;
    }
    // They are about the list only.
    for (const id of ['shown', 'pause']) byId(id).hidden = current !== 'events';
    changeAddress({ view: current === 'events' ? '' : current });
    onShow[current]?.();
  }

  for (const name of VIEWS) byId(`tab-${name}`).addEventListener('click', () => show(name));
  byId('tabs').addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(VIEWS[(VIEWS.indexOf(current) + step + VIEWS.length) % VIEWS.length]);
    byId(`tab-${current}`).focus();
  });

  return { show, start: () => show(readAddress().get('view')), current: () => current, names: VIEWS };
}
