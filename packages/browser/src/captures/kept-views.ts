import type { PluginContext } from '@pugmark/core';

/** A page view whose end is not told yet. */
export interface KeptView {
  pagePath: string;
  sessionId: string | undefined;
  /** ms for which it was seen. */
  duration: number;
  /** Latest sign of life, ms since 1970. */
  at: number;
  isHidden: boolean;
}

/** A page that is seen gives a sign every few seconds; one that was silent for this long (ms) is dead. */
const SEEN_SILENCE = 60_000;
/** A hidden page may be asleep: it is taken for dead after this time, in ms. */
const HIDDEN_SILENCE = 30 * 60_000;
/** A mark that a view was told as ended is kept for this time, in ms: a page that slept may wake. */
const MARK_AGE = 864e5;
/** Views that are kept at most. */
const MAX_VIEWS = 50;

/** A number is the mark of a view whose end was told: when, in ms since 1970. */
type Entry = KeptView | number;

/**
 * The page views of all tabs that have not ended, kept on the device: a page that is killed can tell nothing, so that
 * another page tells its end.
 */
export function createKeptViews({ settings, clock }: Pick<PluginContext, 'settings' | 'clock'>) {
  const read = (): Record<string, Entry> => {
    try {
      return Object(JSON.parse(settings.get('views') as string));
    } catch {
      // There is none yet, or it cannot be read.
      return {};
    }
  };
  const write = (entries: Record<string, Entry>) => {
    const names = Object.keys(entries);
    for (const name of names.slice(0, -MAX_VIEWS)) delete entries[name];
    if (names[0]) settings.set('views', JSON.stringify(entries));
    else settings.remove('views');
  };

  return {
    /** Without a view, what was kept is forgotten. `false`: another page has told the end of this view meanwhile. */
    keep_(id: string, view?: KeptView): boolean {
      const entries = read();
      const isEnded = typeof entries[id] === 'number';
      if (view && !isEnded) entries[id] = view;
      else delete entries[id];
      write(entries);
      return !isEnded;
    },
    /** Takes the views of pages that are dead. */
    takeDead_(): KeptView[] {
      const entries = read();
      const now = clock.now();
      const dead: KeptView[] = [];
      for (const id of Object.keys(entries)) {
        const entry = entries[id] as Entry;
        if (typeof entry === 'number' ? now - entry > MARK_AGE : !(entry?.at > 0)) delete entries[id];
        else if (
          typeof entry !== 'number' &&
          now - entry.at > (entry.isHidden ? HIDDEN_SILENCE : SEEN_SILENCE)
        ) {
          dead.push(entry);
          entries[id] = now;
        }
      }
      if (dead[0]) write(entries);
      return dead;
    },
  };
}
