import { describeError, type Plugin } from '@pugmark/core';
import { listen } from '../listen.js';
import { attributeOf, isElement, tagOf } from './elements.js';
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
    let periodEnds = 0;
    let told: Record<string, boolean> = {};
    let count = 0;
    /** While one error is told, what that causes is left out: it would go round for ever. */
    let isTelling = false;

    /** Asked first of all: a page may throw thousands of errors a second. */
    const isFull = () => {
      const now = context.clock.now();
      // A clock that was set back begins anew too.
      if (Math.abs(periodEnds - now) > PERIOD || now >= periodEnds) {
        periodEnds = now + PERIOD;
        told = {};
        count = 0;
      }
      return count >= MAX_ERRORS || isTelling;
    };

    const tell = (error: Told) => {
      const key = `${error.errorType} ${error.errorMessage} ${error.errorStack}`;
      if (told[key] || options.ignore?.test(error.errorMessage)) return;
      told[key] = true;
      count++;
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
  const errorType = 'script';
  if (!error && !filename && CROSS_ORIGIN.test(message))
    return { errorType, errorMessage: message, isCrossOrigin: true };
  const described = describeError(error ?? message);
  const place = filename ? `at ${withoutQuery(filename)}:${lineno}:${colno}` : undefined;
  return place && !described.errorStack
    ? { errorType, ...described, errorStack: place }
    : { errorType, ...described };
}

function describeResource(element: Element): Told {
  const address = attributeOf(element, 'src') || attributeOf(element, 'href') || '';
  return { errorType: 'resource', errorMessage: `${tagOf(element)} ${withoutQuery(address)}` };
}

/** A query may hold secrets, and a data address is its whole content. */
const withoutQuery = (address: string): string =>
  address.replace(/^(data:[^,;]*).*|[?#].*/s, '$1').slice(0, 300);
