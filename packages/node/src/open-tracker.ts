import { openTracker, type Stats, type Tracker } from '@pugmark/core';
import { toTrackOptions } from './business-event.js';
import { applyContext } from './context/apply-context.js';
import { runningContext } from './context/context.js';
import { keepAliveDuring } from './flush.js';
import { type ResolvedServerOptions, resolveServerOptions, type ServerOptions } from './options.js';
import { earlyPlatform, logger } from './platform.js';
import { type Running, startRunning } from './running.js';
import type { ServerTracker } from './server-tracker.js';

/** A tracker that may be used at once and started later. */
export interface OpenServerTracker {
  tracker: ServerTracker;
  /**
   * Starts it; after `stop` it goes on, after `close` it begins again, with these options. While it runs it changes
   * nothing.
   *
   * @throws TypeError that names the option which is wrong, unknown or missing.
   */
  init(options: ServerOptions): ServerTracker;
}

/**
 * What a tracker is at the moment. `off`: switched off by option, for good. `stopped` and `closing` hold what resolves
 * when they are done; what is tracked while it is stopped waits for `start`. A tracker that is started while it is
 * closing begins again afterwards.
 */
type State =
  | { is: 'unstarted' | 'off' }
  | { is: 'running'; running: Running; options: ResolvedServerOptions }
  | { is: 'stopped'; running: Running; options: ResolvedServerOptions; done: Promise<Stats> }
  | { is: 'closing'; options: ResolvedServerOptions; next?: ResolvedServerOptions; done: Promise<Stats> }
  | { is: 'closed'; options: ResolvedServerOptions };

export function openServerTracker(): OpenServerTracker {
  const opened = openTracker({ ...earlyPlatform, isLive: true });
  const engine = opened.tracker;
  const { register, unregister, stats, use, on } = engine;
  let state: State = { is: 'unstarted' };
  let isLateTold = false;

  const begin = (options: ResolvedServerOptions) => {
    const running = startRunning(opened, options, stop);
    state = running ? { is: 'running', running, options } : { is: 'off' };
  };

  const tellLate = () => {
    const isClosing = state.is === 'closed' || (state.is === 'closing' && !state.next);
    if (isLateTold || (state.is !== 'stopped' && !isClosing)) return;
    isLateTold = true;
    if (isClosing) logger.warn('pugmark: an event was tracked after close(); it is dropped until start()');
    else logger.warn('pugmark: an event was tracked after stop(); it waits for start()');
  };

  const track: Tracker['track'] = (eventName, properties, options) => {
    tellLate();
    const context = runningContext();
    if (context) engine.track(eventName, ...applyContext(context, properties, options));
    else engine.track(eventName, properties, options);
  };

  const stop = () => {
    if (state.is === 'stopped' || state.is === 'closing') return state.done;
    if (state.is !== 'running') return Promise.resolve(stats());
    const { running, options } = state;
    running.detach();
    const done = running.deliver().then((result) => {
      // Unless start() or close() came in between.
      if (state.is === 'stopped' && state.done === done) running.pause();
      return result;
    });
    state = { is: 'stopped', running, options, done };
    return done;
  };

  const close = () => {
    if (state.is === 'closing') return state.done;
    const isStarted = state.is === 'running' || state.is === 'stopped';
    if (!isStarted) return Promise.resolve(stats());
    const stopped = stop();
    const { running, options } = state as Extract<State, { running: Running }>;
    const closing: Extract<State, { is: 'closing' }> = {
      is: 'closing',
      options,
      done: stopped.then(async () => {
        await running.free();
        state = { is: 'closed', options };
        if (closing.next) begin(closing.next);
        return stats();
      }),
    };
    state = closing;
    return closing.done;
  };

  const startWith = (options: ResolvedServerOptions | undefined) => {
    if (state.is === 'stopped') {
      const { running } = state;
      state = { is: 'running', running, options: state.options };
      running.attach();
      running.resume();
    } else if (state.is === 'closing') state.next = options ?? state.options;
    else if (state.is === 'closed') begin(options ?? state.options);
    else if (state.is === 'unstarted' && options) begin(options);
  };

  const tracker: ServerTracker = {
    track,
    trackBusinessEvent: (eventName, properties, who) => track(eventName, properties, toTrackOptions(who)),
    // Of no request: the user is the one that is named.
    setUserProperties: (userId, profile) => track('user_update', { profile }, { userId, priority: 'P0' }),
    addTags: (userId, tags) =>
      track('user_update', { tags: ([] as string[]).concat(tags) }, { userId, priority: 'P0' }),
    register,
    unregister,
    stats,
    use,
    on,
    flush: () => keepAliveDuring(engine.flush()),
    start: () => startWith(undefined),
    stop,
    close,
  };

  return {
    tracker,
    init(options) {
      if (state.is !== 'running') startWith(resolveServerOptions(options));
      return tracker;
    },
  };
}
