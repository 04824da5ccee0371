import type { Clock } from '@pugmark/core';
import { readDocument } from '../read-document.js';

/** How often the title is looked at, in ms, and how often it must be the same in a row. */
const EVERY = 50;
const SAME = 2;
/** A title that changes for longer than this, in ms, is a ticker. */
const LONGEST = 1000;

/** Calls back once the title of a new page has settled: frameworks set it some time after the address. */
export function settleTitle(clock: Clock, onSettled: () => void): () => void {
  let title = readDocument('title');
  let same = 0;
  let left = LONGEST / EVERY;
  let cancel: () => void;
  const look = () => {
    const next = readDocument('title');
    same = next === title ? same + 1 : 0;
    title = next;
    left--;
    if (left <= 0 || (same >= SAME && document.readyState !== 'loading')) onSettled();
    else cancel = clock.timer(look, EVERY);
  };
  cancel = clock.timer(look, EVERY);
  return () => cancel();
}
