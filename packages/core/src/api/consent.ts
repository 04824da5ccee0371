/** `pending` holds events in memory, `granted` keeps and sends them, `denied` erases and drops them. */
export type Consent = 'granted' | 'denied' | 'pending';

/** What an event is for, as people are asked for it. An event is of `analytics` unless it says otherwise. */
export type ConsentCategory = 'analytics' | 'performance' | 'marketing';

/**
 * A decision: one word for all, or each category by itself. A category that is not named is refused; all of them refused
 * is `denied`.
 */
export type ConsentChoice = Consent | { readonly [Category in ConsentCategory]?: boolean };
