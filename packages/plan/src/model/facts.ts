import { CAMPAIGN_FACTS, NUMBER_FACTS, TEXT_FACTS } from '@pugmark/core/vocabulary';

/** What trackers say of campaign and device beside an event, by its name on the wire. */
export const FACTS: readonly string[] = [...CAMPAIGN_FACTS, ...TEXT_FACTS, ...NUMBER_FACTS];
