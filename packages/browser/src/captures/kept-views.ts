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

type Entry = KeptView | { endedAt: number };

/**
 * The page views of all tabs that have not ended, kept on the device: a page that is killed can tell nothing, so that
 * another page tells its end.
 */
export function createKeptViews({ settings, clock }: Pick<PluginContext, 'settings' | 'clock'>) {
  const read = (): Record<string, Entry> => {
    try {
      const kept: unknown = JSON.parse(settings.get('views') || '{}');
      return typeof kept === 'object' && kept ? (kept as Record<string, Entry>) : {};
    } catch {
      return {};
    }
  };
  const write = (entries: Record<string, Entry>) => {
    const names = Object.keys(entries);
    for (const name of names.slice(0, Math.max(0, names.length - MAX_VIEWS))) delete entries[name];
    if (Object.keys(entries).length > 0) settings.set('views', JSON.stringify(entries));
    else settings.remove('views');
  };

  return {
    /** `false`: another page has told the end of this view meanwhile. */
    keep(id: string, view: KeptView): boolean {
      const entries = read();
      const isEnded = Boolean(entries[id] && 'endedAt' in entries[id]);
      if (isEnded) delete entries[id];
      else entries[id] = view;
      write(entries);
      return !isEnded;
    },
    remove(id: string): void {
      const entries = read();
      if (!(id in entries)) return;
      delete entries[id];
      write(entries);
    },
    /** Takes the views of pages that are dead. */
    takeDead(): KeptView[] {
      const entries = read();
      const now = clock.now();
      const dead: KeptView[] = [];
      for (const id of Object.keys(entries)) {
        const entry = entries[id] as Entry;
        if ('endedAt' in entry) {
          if (now - entry.endedAt > MARK_AGE) delete entries[id];
        } else if (!isView(entry)) delete entries[id];
        else if (now - entry.at > (entry.isHidden ? HIDDEN_SILENCE : SEEN_SILENCE)) {
          dead.push(entry);
          entries[id] = { endedAt: now };
        }
      }
      if (dead[0]) write(entries);
      return dead;
    },
  };
}

const isView = ({ pagePath, duration, at }: KeptView): boolean =>
  typeof pagePath === 'string' && duration >= 0 && at > 0;
