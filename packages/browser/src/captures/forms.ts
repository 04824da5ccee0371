import { type Properties, track as trackByDefault } from '@pugmark/browser';
import type { Plugin, PluginContext } from '@pugmark/core';
import { listen } from '../listen.js';
import { closest, firstOf, isIgnored, propertiesOf, targetOf } from './elements.js';
import { type PathOptions, readPath } from './page-path.js';
import { watchRequests } from './watch-requests.js';

/** A request that begins within this time (ms) after a submit belongs to it. */
const ANSWER_BEGINS = 1000;
/** After this time (ms) without its answer the form counts as submitted. */
const ANSWER_ENDS = 30_000;

/** Which forms are told, and how their success is known. */
export interface FormOptions extends PathOptions {
  /**
   * Whether a submit succeeded. Default: a form that the browser submits itself has; where the page sends it, the answer
   * to the request that begins within a second decides.
   */
  success?: ((form: HTMLFormElement, event: SubmitEvent) => boolean | Promise<boolean>) | undefined;
  /** `form_abandon` when the page is left with a form that was begun and not submitted. Default `false`. */
  abandon?: boolean | undefined;
}

/**
 * Tells submits as `form_submit`: `formId`, `formName`, `success`, `pagePath`. Never what was filled in.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { forms, trackSearch } from '@pugmark/browser/forms';
 *
 * init({ apiUrl: 'https://collect.example.com', plugins: [forms({ abandon: true })] });
 * trackSearch('billiards', 12);
 * ```
 */
export const forms = (options: FormOptions = {}): Plugin => ({
  name: 'forms',
  setup(context) {
    const begun = options.abandon ? watchBegun(context, options) : undefined;
    const answers = options.success ? undefined : watchAnswers(context);
    const stop = listen<SubmitEvent>(['submit'], (event) => {
      const form = targetOf(event);
      if (!form || isIgnored(form)) return;
      const properties = describe(form, context, options);
      begun?.forget_(form);
      const tell = (success: boolean) => context.track('form_submit', { ...properties, success });
      if (options.success) void decide(options.success, form as HTMLFormElement, event).then(tell);
      else answers?.expect_(() => event.defaultPrevented, tell);
    });
    return () => {
      stop();
      begun?.stop_();
      answers?.stop_();
    };
  },
});

async function decide(
  success: NonNullable<FormOptions['success']>,
  form: HTMLFormElement,
  event: SubmitEvent,
): Promise<boolean> {
  try {
    return Boolean(await success(form, event));
  } catch {
    return false;
  }
}

/** The success of a form that the page sends by itself is that of its request. */
function watchAnswers({ clock, lifecycle }: PluginContext) {
  let waiting: ((success: boolean) => void) | undefined;
  let cancel: (() => void) | undefined;

  /** Hands over who waits, if anybody does. */
  const take = () => {
    const taken = waiting;
    waiting = undefined;
    cancel?.();
    return taken;
  };
  const tellNow = () => take()?.(true);

  const unwatch = watchRequests(() => {
    const tell = take();
    if (!tell) return undefined;
    let isTold = false;
    const tellOnce = (status: number) => {
      stopTimer();
      unfollow();
      if (!isTold) tell(status >= 200 && status < 400);
      isTold = true;
    };
    const stopTimer = clock.timer(() => tellOnce(200), ANSWER_ENDS);
    // The browser has sent the form, and the request was another one; or the page does not wait for the answer.
    const unfollow = lifecycle((signal) => signal === 'exit' && tellOnce(200));
    return tellOnce;
  });
  const unlisten = lifecycle((signal) => {
    if (signal === 'exit' || signal === 'hidden') tellNow();
  });

  return {
    expect_(isSentByPage: () => boolean, tell: (success: boolean) => void) {
      tellNow();
      waiting = tell;
      // Known when all listeners have run: after a press of the user, promises go on between two of them.
      cancel = clock.timer(() => {
        // The browser's own request leaves the page: told at once.
        if (isSentByPage()) cancel = clock.timer(tellNow, ANSWER_BEGINS);
        else tellNow();
      }, 0);
    },
    stop_() {
      tellNow();
      unwatch();
      unlisten();
    },
  };
}

/** Forms in which something was filled in, and nothing submitted. */
function watchBegun(context: PluginContext, options: PathOptions) {
  const begun = new Map<Element, Set<string>>();
  const stopInput = listen(['input'], (event) => {
    const field = targetOf(event);
    const form = closest(field, 'form');
    if (!field || !form || isIgnored(form)) return;
    const fields = begun.get(form) ?? new Set();
    begun.set(form, fields.add(firstOf(field, 'name', 'id')));
  });
  const unlisten = context.lifecycle((signal) => {
    if (signal !== 'exit') return;
    for (const [form, fields] of begun)
      context.track('form_abandon', { ...describe(form, context, options), fieldCount: fields.size });
    begun.clear();
  });
  return {
    forget_: (form: Element) => begun.delete(form),
    stop_() {
      stopInput();
      unlisten();
    },
  };
}

const describe = (form: Element, context: PluginContext, options: PathOptions): Properties => ({
  ...propertiesOf(form, 'data-track-'),
  formId: firstOf(form, 'data-track', 'id'),
  formName: firstOf(form, 'name', 'aria-label'),
  pagePath: readPath(context, options),
});

type Track = (eventName: string, properties: Properties) => void;

/**
 * Tells a search as `search`.
 *
 * @param keyword What was searched for.
 * @param resultCount How many results there were.
 * @param track Of another tracker. Default: that of `init`.
 */
export const trackSearch = (keyword: string, resultCount?: number, track: Track = trackByDefault): void =>
  track('search', { keyword, resultCount });

/**
 * Tells a change of a filter as `filter_change`.
 *
 * @param filterType What is filtered by, such as `city`.
 * @param filterValue What was chosen.
 * @param track Of another tracker. Default: that of `init`.
 */
export const trackFilter = (filterType: string, filterValue: unknown, track: Track = trackByDefault): void =>
  track('filter_change', { filterType, filterValue });
