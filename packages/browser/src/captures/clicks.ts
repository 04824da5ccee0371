import type { Plugin, PluginContext } from '@pugmark/core';
import { listen } from '../listen.js';
import {
  closest,
  firstOf,
  isIgnored,
  matches,
  propertiesOf,
  TYPED,
  tagOf,
  targetOf,
  textOf,
} from './elements.js';
import { type PathOptions, readPath } from './page-path.js';
import { readAddress } from './read-address.js';
import { watchEffects } from './watch-effects.js';

/** What people click on: elements made for it, and those that say that they are. */
const INTERACTIVE =
  'a[href],area[href],button,summary,label,option,input,select,[role=button],[role=link],[role=tab],[role=menuitem],[role=option],[role=checkbox],[role=radio],[role=switch],[onclick]';
/** Clicks within this time (ms) and distance (px) of the one before are one fit of anger. */
const RAGE_WITHIN = 1000;
const RAGE_RADIUS = 30;
const RAGE_CLICKS = 3;

/** Which clicks are told, and what of them. */
export interface ClickOptions extends PathOptions {
  /**
   * Elements whose clicks are told, beside those with `data-track`. Default: everything that is interactive, such as
   * buttons and links; `'[data-track]'` leaves only what is marked.
   */
  selector?: string | undefined;
  /** Also tells where links lead that leave the page, as `linkUrl` without query. Default `false`. */
  links?: boolean | undefined;
  /** `rage_click` at the third quick click on one spot. Default `false`. */
  rage?: boolean | undefined;
  /** `dead_click` when nothing on the page has changed a second after the click. Default `false`. */
  dead?: boolean | undefined;
}

/**
 * Tells clicks as `button_click`: `elementId`, `elementText`, `elementType`, `pagePath`.
 *
 * An icon in a button counts as the button, also within a shadow tree. `data-track="name"` on an element is its
 * `elementId`, and `data-track-order-id="5"` adds `orderId: '5'`. Within `data-track-ignore` nothing is told, and never
 * what a user has typed.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { clicks } from '@pugmark/browser/clicks';
 *
 * init({ apiUrl: 'https://collect.example.com', plugins: [clicks({ rage: true })] });
 * ```
 */
export function clicks(options: ClickOptions = {}): Plugin {
  const selector = `${options.selector ?? INTERACTIVE},[data-track]`;
  return {
    name: 'clicks',
    setup(context) {
      const rage = options.rage ? createRageWatch(context) : undefined;
      const effects = options.dead ? watchEffects(context.clock) : undefined;
      const stop = listen<MouseEvent>(['click'], (event) => {
        const element = findClicked(targetOf(event), selector);
        if (!element) return;
        const properties = describe(element, context, options);
        context.track('button_click', properties);
        rage?.(event, properties);
        effects?.expect_(() => context.track('dead_click', properties));
      });
      return () => {
        stop();
        effects?.stop_();
      };
    },
  };
}

/** The innermost element that is told of, unless something around it asks for silence. */
function findClicked(target: Element | undefined, selector: string): Element | undefined {
  const found = closest(target, `${TYPED},${selector}`);
  return found && !matches(found, TYPED) && !isIgnored(target as Element) ? found : undefined;
}

function describe(element: Element, context: PluginContext, options: ClickOptions): Record<string, string> {
  const properties: Record<string, string> = {
    ...propertiesOf(element, 'data-track-'),
    elementId: firstOf(element, 'data-track', 'id', 'name'),
    elementText: textOf(element),
    elementType: firstOf(element, 'role') || tagOf(element),
    pagePath: readPath(context, options),
  };
  const href = options.links && firstOf(element, 'href');
  const address = href && readAddress(href);
  if (address && address.origin !== location.origin) properties.linkUrl = address.origin + address.pathname;
  return properties;
}

function createRageWatch({ track }: PluginContext) {
  let count = 0;
  let latest: Pick<MouseEvent, 'timeStamp' | 'clientX' | 'clientY'> | undefined;
  return ({ timeStamp, clientX, clientY }: MouseEvent, properties: Record<string, string>) => {
    const isAgain =
      latest &&
      timeStamp - latest.timeStamp <= RAGE_WITHIN &&
      Math.abs(clientX - latest.clientX) <= RAGE_RADIUS &&
      Math.abs(clientY - latest.clientY) <= RAGE_RADIUS;
    count = isAgain ? count + 1 : 1;
    latest = { timeStamp, clientX, clientY };
    if (count === RAGE_CLICKS) track('rage_click', properties);
  };
}
