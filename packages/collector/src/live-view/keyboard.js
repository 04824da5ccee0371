import { byId } from './dom.js';

/** Keys for the whole page, while no field is typed in. */
export function listenForKeys(views) {
  const help = byId('help');
  const actions = {
    '/': () => {
      views.show('events');
      byId('filter-name').focus();
    },
    f: () => {
      views.show('events');
      byId('filter-text').focus();
    },
    p: () => byId('pause').click(),
    '?': () => help.showModal(),
    1: () => views.show('events'),
    2: () => views.show('timeline'),
    3: () => views.show('problems'),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.('input, select, textarea, dialog')) return;
    if (!Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  });
  byId('show-help').addEventListener('click', () => help.showModal());
  byId('help-close').addEventListener('click', () => help.close());
  help.addEventListener('click', (event) => {
    if (event.target === help) help.close();
  });
}
