import type { Plugin, PluginContext } from '@pugmark/core';
import { readDocument } from '../read-document.js';
import { readBrowser } from './browser-name.js';
import { CLICK_IDS, readClickIds, readFirstTouch } from './campaign-ids.js';

/** What is added to every event. */
export interface ContextOptions {
  /** Query parameters that may stand in `pageUrl` beside those of campaigns; all others are left out. Default: none. */
  queryKeys?: readonly string[] | undefined;
  /**
   * Also where this visitor came from the first time, as `firstTouch`: campaign, click ids, referrer and `landingPath`,
   * kept on the device. Default `false`.
   */
  firstTouch?: boolean | undefined;
}

/** A path has no secrets, a parameter may: only these are known to have none. */
const KNOWN_KEYS = [
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'source',
  'campaign',
];
const MAX_TEXT = 500;

/**
 * Adds to every event what people expect of a web page: `pageUrl` without secrets, `pageTitle`, `browserName`,
 * `browserVersion`, `language`, `screenWidth`, `screenHeight`, `viewportWidth`, `viewportHeight`, `timeZone`, and the click
 * ids of advertising networks with which the visitor came. What the event has itself counts more. Give it to `init`, so
 * that it sees what was tracked before.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { context } from '@pugmark/browser/context';
 *
 * init({ apiUrl: 'https://collect.example.com', plugins: [context({ firstTouch: true, queryKeys: ['page'] })] });
 * ```
 */
export function context({ queryKeys = [], firstTouch = false }: ContextOptions = {}): Plugin {
  const known = [...KNOWN_KEYS, ...Object.keys(CLICK_IDS), ...queryKeys];
  /** Of the address that the visitor came in by. */
  let clickIds: Record<string, string> | undefined;
  let first: Record<string, string> | undefined;
  let fixed: Record<string, unknown> | undefined;
  return {
    name: 'context',
    setup(tracker) {
      clickIds = followClickIds(tracker);
      if (firstTouch) first = readFirstTouch(tracker);
    },
    process(event) {
      fixed = fixed ?? readFixed();
      clickIds = clickIds ?? readClickIds();
      const { innerWidth, innerHeight } = window;
      const added = {
        pageUrl: readUrl(known),
        pageTitle: readDocument('title').slice(0, MAX_TEXT) || undefined,
        viewportWidth: innerWidth,
        viewportHeight: innerHeight,
        ...fixed,
        ...clickIds,
        firstTouch: first,
      };
      event.properties = { ...added, ...event.properties };
      return event;
    },
  };
}

/** What does not change on a page. */
function readFixed(): Record<string, unknown> {
  const { userAgent, language } = navigator;
  return {
    ...readBrowser(userAgent),
    language,
    screenWidth: screen.width,
    screenHeight: screen.height,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** The address with known parameters only; of a fragment, the path of a hash router. */
function readUrl(known: readonly string[]): string | undefined {
  const { origin, pathname, search, hash, protocol } = location;
  if (!/^https?:$/.test(protocol)) return undefined;
  const query = search
    .slice(1)
    .split('&')
    .filter((pair) => known.includes(pair.split('=')[0] as string))
    .join('&');
  const route = /^#!?\//.test(hash) ? hash.split('?')[0] : '';
  return `${origin}${pathname}${query && `?${query}`}${route}`.slice(0, MAX_TEXT * 4);
}

/** The click ids of this address; else those with which the session began, on an earlier page. */
function followClickIds({ settings, visitor, lifecycle }: PluginContext): Record<string, string> {
  const own = readClickIds();
  if (Object.keys(own)[0]) {
    // The session is there once something was tracked.
    lifecycle((signal) => {
      const session = visitor()?.sessionId;
      if (session && (signal === 'hidden' || signal === 'exit'))
        settings.set('clicks', JSON.stringify({ session, ids: own }));
    });
    return own;
  }
  try {
    const { session, ids } = JSON.parse(settings.get('clicks') || '{}');
    return session && session === visitor()?.sessionId ? readClickIds((name) => ids[name]) : {};
  } catch {
    return {};
  }
}
