import type { Plugin, PluginContext } from '@pugmark/core';
import { readReferrer } from '../page.js';
import { readDocument } from '../read-document.js';
import { createKeptViews } from './kept-views.js';
import { type PathOptions, readPath } from './page-path.js';
import { settleTitle } from './settle-title.js';
import { watchNavigation } from './watch-navigation.js';

/** Which changes are page views. */
export interface PageViewOptions extends PathOptions {
  /**
   * `history.replaceState` to another path is a page view too. Default `false`: routers use it to correct the address of
   * the page that is there.
   */
  replaceState?: boolean | undefined;
  /** Changes of the query, or of a hash that is no route, are page views too. Default `false`. */
  samePage?: boolean | undefined;
}

/** How often a page that is seen gives a sign of life, in ms. */
const BEAT = 5000;
/** The first session of a device begins within this time (ms) of it. */
const FIRST_SESSION = 30 * 60_000;

interface View {
  id: string;
  pagePath: string;
  /** ms for which it was seen until `seenSince_`. */
  seen_: number;
  /** `undefined` while nobody sees it. */
  seenSince_: number | undefined;
  /** Tells it at once, where its title has not settled yet. */
  tell_: () => void;
}

/**
 * Tells page views and their ends, in pages that are loaded and in apps that change the address themselves: `page_view`
 * with `pagePath`, `pageTitle` once it has settled, `referrer` (the page before, without its query) and `isFirstSession`;
 * `page_leave` with `pagePath` and `duration`, the time in ms for which it was seen. Each view ends exactly once, also
 * when the page is killed: the next page then tells it, from the last sign of life.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { pageViews } from '@pugmark/browser/page-views';
 *
 * init({
 *   apiUrl: 'https://collect.example.com',
 *   plugins: [pageViews({ normalizePath: (path) => path.replace(/^\/order\/\d+/, '/order/:id') })],
 * });
 * ```
 */
export const pageViews = (options: PageViewOptions = {}): Plugin => ({
  name: 'page-views',
  setup: (context) => followViews(context, options),
});

function followViews(context: PluginContext, options: PageViewOptions): () => void {
  const { track, clock, lifecycle } = context;
  const kept = createKeptViews(context);
  let view: View | undefined;
  let address = readKey(context, options);
  let latestPath = '';
  let latestReferrer = readReferrer();
  let cancelBeat: (() => void) | undefined;

  const isVisible = () => readDocument('visibilityState') !== 'hidden';

  const durationOf = ({ seen_, seenSince_ }: View) =>
    Math.max(0, Math.round(seenSince_ === undefined ? seen_ : seen_ + performance.now() - seenSince_));

  const keep = () => {
    if (!view) return;
    const { id, pagePath } = view;
    const isOurs = kept.keep_(id, {
      pagePath,
      sessionId: context.visitor()?.sessionId,
      duration: durationOf(view),
      at: clock.now(),
      isHidden: !isVisible(),
    });
    if (isOurs) return;
    // This page slept for so long that another one has told its end: who sees it again begins another view.
    view = undefined;
    if (isVisible()) begin(latestPath, latestReferrer);
  };

  const beat = () => {
    cancelBeat?.();
    cancelBeat = undefined;
    keep();
    if (view && isVisible()) cancelBeat = clock.timer(beat, BEAT);
  };

  function begin(pagePath: string, referrer: string): void {
    const at = clock.now();
    let cancelSettle: (() => void) | undefined;
    const next: View = {
      id: `${at.toString(36)}${Math.random().toString(36).slice(2, 8)}`,
      pagePath,
      seen_: 0,
      seenSince_: isVisible() ? performance.now() : undefined,
      tell_() {
        if (!cancelSettle) return;
        cancelSettle();
        cancelSettle = undefined;
        track(
          'page_view',
          {
            pagePath,
            pageTitle: readDocument('title'),
            referrer,
            isFirstSession: isFirstSession(context),
          },
          { eventTime: at },
        );
        beat();
      },
    };
    latestPath = pagePath;
    latestReferrer = referrer;
    view = next;
    cancelSettle = settleTitle(clock, next.tell_);
  }

  const end = () => {
    if (!view) return;
    view.tell_();
    // Another page may have told its end meanwhile.
    const ended = view as View | undefined;
    view = undefined;
    cancelBeat?.();
    if (!ended) return;
    kept.keep_(ended.id);
    track('page_leave', { pagePath: ended.pagePath, duration: durationOf(ended) });
  };

  const onNavigation = (isReplaced: boolean) => {
    const before = address;
    address = readKey(context, options);
    if (address === before || (isReplaced && !options.replaceState)) return;
    end();
    begin(readPath(context, options), latestPath);
  };

  const onSignal = () => {
    if (!view) return;
    if (isVisible()) {
      view.seenSince_ ??= performance.now();
      beat();
      tellDead();
    } else {
      view.seen_ = durationOf(view);
      view.seenSince_ = undefined;
      view.tell_();
      beat();
    }
  };

  /** What pages that were killed could not tell. */
  const tellDead = () => {
    for (const { pagePath, duration, at, sessionId } of kept.takeDead_())
      track('page_leave', { pagePath, duration }, { eventTime: at, sessionId });
  };

  const unlisten = lifecycle((signal) => {
    if (signal === 'exit') end();
    // Back from the cache of the browser: the visitor sees it once more.
    else if (signal === 'visible' && !view) begin(latestPath, latestReferrer);
    else if (signal === 'visible' || signal === 'hidden') onSignal();
  });
  const unwatch = watchNavigation(onNavigation);
  tellDead();
  begin(readPath(context, options), readReferrer());

  return () => {
    unlisten();
    unwatch();
    end();
  };
}

/** When this changes it is another page. */
const readKey = ({ page }: PluginContext, { samePage }: PageViewOptions): string =>
  samePage ? location.href : `${page()?.pagePath}`;

/** The device came with this session. */
function isFirstSession(context: PluginContext): boolean {
  const { settings, clock } = context;
  const { deviceId, sessionId } = context.visitor() || {};
  if (!deviceId) return true;
  const first = settings.get('first');
  if (first) return first === sessionId;
  // Without a session one begins with this very event.
  const isFirst = (sessionId ? timeOf(sessionId) : clock.now()) - timeOf(deviceId) < FIRST_SESSION;
  if (sessionId) settings.set('first', isFirst ? sessionId : 'none');
  return isFirst;
}

/** When an id was made: a UUID of version 7 begins with it (RFC 9562, section 5.7). */
const timeOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);
