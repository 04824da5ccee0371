import * as pugmark from '@pugmark/browser';
import type { AnyEvents, Properties, Tracker, Track as TrackOf } from '@pugmark/core';
import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
} from 'react';
import { watchSeen } from './watch-seen.js';

/** What components need of a tracker. */
type UsedTracker = Pick<Tracker, 'track' | 'trackPageView'>;

const TrackerContext = createContext<UsedTracker>(pugmark);

export interface TrackerProviderProps {
  /** What `createTracker` has answered. */
  tracker: UsedTracker;
  children?: ReactNode;
}

/**
 * Gives the components within it a tracker. Without a provider they use the one of `init`.
 *
 * @example
 * ```tsx
 * <TrackerProvider tracker={createTracker({ apiUrl: '/collect', name: 'checkout' })}>
 *   <Checkout />
 * </TrackerProvider>
 * ```
 */
export const TrackerProvider = ({ tracker, children }: TrackerProviderProps): ReactElement =>
  createElement(TrackerContext.Provider, { value: tracker }, children);

/**
 * `track` of the tracker around this component; the same function at every render.
 *
 * @typeParam Plan Types it: `typeof plan`, or the events of a generated file.
 * @example
 * ```tsx
 * const track = useTrack();
 * return <button onClick={() => track('order_paid', { orderId })}>Pay</button>;
 * ```
 */
export const useTrack = <Plan = AnyEvents>(): TrackOf<Plan> =>
  useContext(TrackerContext).track as TrackOf<Plan>;

/**
 * Tracks a page view when the component is shown, and again when `pagePath` changes. Under `StrictMode` it counts once
 * too. Where the plugin `pageViews` is used this is not needed.
 *
 * @param pagePath Default: the path in the address bar.
 * @param pageTitle Default: the title of the document.
 */
export function usePageView(pagePath?: string, pageTitle?: string): void {
  const { trackPageView } = useContext(TrackerContext);
  const told = useRef<{ pagePath: string | undefined }>(undefined);
  useEffect(() => {
    // An effect may run twice for one showing.
    if (told.current?.pagePath === pagePath && told.current) return;
    told.current = { pagePath };
    trackPageView(pagePath, pageTitle);
  }, [trackPageView, pagePath, pageTitle]);
}

export interface TrackProps {
  /** Name of the event. */
  event: string;
  properties?: Properties;
  /** `click`: each click on what is within. `view`: once, when half of it was seen for a second. Default `click`. */
  on?: 'click' | 'view';
  children?: ReactNode;
}

/**
 * Tracks an event when what is within is clicked or seen. Adds an element that has no box of its own.
 *
 * @example
 * ```tsx
 * <Track event="marketing_expose" properties={{ activityId: 'spring' }} on="view">
 *   <Banner />
 * </Track>
 * ```
 */
export function Track({ event, properties, on = 'click', children }: TrackProps): ReactElement {
  const { track } = useContext(TrackerContext);
  const element = useRef<HTMLSpanElement>(null);
  const isTold = useRef(false);
  const tell = () => track(event, properties);
  /** What is told is what was drawn last. */
  const latest = useRef(tell);
  latest.current = tell;

  useEffect(() => {
    const shown = element.current?.firstElementChild;
    if (on !== 'view' || !shown || isTold.current) return;
    return watchSeen(shown, () => {
      isTold.current = true;
      latest.current();
    });
  }, [on]);

  return createElement(
    'span',
    { ref: element, style: { display: 'contents' }, ...(on === 'click' && { onClick: tell }) },
    children,
  );
}
