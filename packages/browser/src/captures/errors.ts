import { describeError, type Plugin } from '@pugmark/core';
import { listen } from '../listen.js';
import { firstOf, isElement, tagOf } from './elements.js';
import { type PathOptions, readPath } from './page-path.js';

/** Different errors that are told in `PERIOD` at most. */
const MAX_ERRORS = 20;
/** ms. */
const PERIOD = 60_000;
/** What a browser says of an error in a script of another site. */
const CROSS_ORIGIN = /^script error\.?$/i;

/** Which errors are told. */
export interface ErrorOptions extends PathOptions {
  /** Also images, scripts and styles that could not be loaded. Default `true`. */
  resources?: boolean | undefined;
  /** Errors of which nothing is told, such as those that extensions cause. Default: none. */
  ignore?: RegExp | undefined;
}

interface Told {
  errorType: 'script' | 'rejection' | 'resource';
  errorMessage: string;
  errorStack?: string;
  isCrossOrigin?: boolean;
}

/**
 * Tells errors that nobody handled as `error_occurred`: `errorType`, `errorMessage`, `errorStack`, `pagePath`. The same
 * error is told once a minute, and at most 20 different ones are. An error in a script of another site, of which a browser
 * says nothing, is marked by `isCrossOrigin`.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { errors } from '@pugmark/browser/errors';
 *
 * init({ apiUrl: 'https://collect.example.com', plugins: [errors()] });
 * ```
 */
export const errors = (options: ErrorOptions = {}): Plugin => ({
  name: 'errors',
  setup(context) {
    let periodBegan = 0;
    let told = new Set<string>();
    /** While one error is told, what that causes is left out: it would go round for ever. */
    let isTelling = false;

    /** Asked first of all: a page may throw thousands of errors a second. */
    const isFull = () => {
      const now = context.clock.now();
      // A clock that was set back begins anew too.
      if (Math.abs(now - periodBegan) >= PERIOD) {
        periodBegan = now;
        told = new Set();
      }
      return isTelling || told.size >= MAX_ERRORS;
    };

    const tell = (error: Told) => {
      const key = Object.values(error).join(' ');
      if (told.has(key) || options.ignore?.test(error.errorMessage)) return;
      told.add(key);
      isTelling = true;
      context.track(
        'error_occurred',
        { ...error, pagePath: readPath(context, options) },
        { category: 'performance' },
      );
      isTelling = false;
    };

    const stop = listen<Event>(['error', 'unhandledrejection'], (event) => {
      if (isFull()) return;
      if (event.type !== 'error') {
        tell({ errorType: 'rejection', ...describeError((event as PromiseRejectionEvent).reason) });
      } else if (isElement(event.target)) {
        if (options.resources !== false) tell(describeResource(event.target));
      } else tell(describeScriptError(event as ErrorEvent));
    });
    return stop;
  },
});

function describeScriptError({ error, message, filename, lineno, colno }: ErrorEvent): Told {
  if (!error && !filename && CROSS_ORIGIN.test(message))
    return { errorType: 'script', errorMessage: message, isCrossOrigin: true };
  return {
    errorType: 'script',
    // What the error knows itself says more.
    ...(filename && { errorStack: `at ${withoutQuery(filename)}:${lineno}:${colno}` }),
    ...describeError(error ?? message),
  };
}

function describeResource(element: Element): Told {
  return {
    errorType: 'resource',
    errorMessage: `${tagOf(element)} ${withoutQuery(firstOf(element, 'src', 'href'))}`,
  };
}

/** A query may hold secrets, and a data address is its whole content. */
const withoutQuery = (address: string): string =>
  address.replace(/^(data:[^,;]*).*|[?#].*/s, '$1').slice(0, 300);
