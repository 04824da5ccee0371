/** Counts under this name what there are too many names for. */
const OTHER_NAME = 'other';
const MAX_KNOWN = 20_000;

/** Decides under which name an event is counted. Names come from clients, and each is kept for ever. */
export interface NameBook {
  /** Those of the names that were not counted here so far. */
  unknown(names: Iterable<string>): string[];
  /** Names that the store has counted before. */
  learn(names: Iterable<string>): void;
  /** The name itself, or `other` when there are too many new ones in this minute. */
  countAs(eventName: string, minute: number): string;
}

export function createNameBook(newPerMinute = 200): NameBook {
  const known = new Set<string>([OTHER_NAME]);
  let current = 0;
  let added = 0;
  return {
    unknown: (names) => [...new Set(names)].filter((name) => !known.has(name)),
    learn(names) {
      for (const name of names) if (known.size < MAX_KNOWN) known.add(name);
    },
    countAs(eventName, minute) {
      if (known.has(eventName)) return eventName;
      if (minute !== current) {
        current = minute;
        added = 0;
      }
      if (added >= newPerMinute || known.size >= MAX_KNOWN) return OTHER_NAME;
      added++;
      known.add(eventName);
      return eventName;
    },
  };
}
