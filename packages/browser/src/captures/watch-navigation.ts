import { listen } from '../listen.js';
import { replaceMethod } from './replace-method.js';

/** What parts of the Navigation API are used (HTML Standard, section 7.2.7). */
interface Navigation extends EventTarget {
  currentEntry: unknown;
}

/**
 * Hears when the address of the page changes without a load, by a router, a link to a hash, or the back button. Where the
 * browser has the Navigation API nothing is patched.
 *
 * @param listener Told whether the entry of the history was replaced, and not added.
 */
export function watchNavigation(listener: (isReplaced: boolean) => void): () => void {
  const { navigation } = window as { navigation?: Navigation };
  return navigation?.currentEntry ? watchEntries(navigation, listener) : watchHistory(listener);
}

function watchEntries(navigation: Navigation, listener: (isReplaced: boolean) => void): () => void {
  const onChange = (event: Event) => {
    const { navigationType } = event as { navigationType?: string | null };
    // Else only the state of the entry has changed.
    if (navigationType) listener(navigationType === 'replace');
  };
  navigation.addEventListener('currententrychange', onChange);
  return () => navigation.removeEventListener('currententrychange', onChange);
}

function watchHistory(listener: (isReplaced: boolean) => void): () => void {
  let isOn = true;
  const follow = (name: 'pushState' | 'replaceState') =>
    replaceMethod(
      History.prototype,
      name,
      (own) =>
        function (this: History, ...args: unknown[]) {
          const result = Reflect.apply(own, this, args);
          if (isOn) listener(name === 'replaceState');
          return result;
        },
    );
  const undoes = [
    follow('pushState'),
    follow('replaceState'),
    listen(['popstate', 'hashchange'], () => listener(false)),
  ];
  return () => {
    isOn = false;
    for (const undo of undoes) undo();
  };
}
