import type { CampaignFacts, DeviceFacts } from '@pugmark/core';
import type { Facts } from '@pugmark/store';
import { cleanText } from './text.ts';

/** A fact that is added to the wire and forgotten here does not compile. */
const KINDS = {
  utmSource: 'text',
  utmMedium: 'text',
  utmCampaign: 'text',
  utmTerm: 'text',
  utmContent: 'text',
  source: 'text',
  campaign: 'text',
  referrer: 'text',
  inviteToken: 'text',
  deviceType: 'text',
  osName: 'text',
  osVersion: 'text',
  appVersion: 'text',
  network: 'text',
  cityCode: 'text',
  latitude: 'place',
  longitude: 'place',
} as const satisfies Record<keyof CampaignFacts | keyof DeviceFacts, 'text' | 'place'>;

type TextFact = {
  [Fact in keyof typeof KINDS]: (typeof KINDS)[Fact] extends 'text' ? Fact : never;
}[keyof typeof KINDS];

const TEXT_FACTS = Object.keys(KINDS).filter((fact) => KINDS[fact as keyof Facts] === 'text') as TextFact[];

const MAX_FACT = 2048;

/** The facts of an event that have the right type; a place needs both coordinates. */
export function cleanFacts(event: Partial<Record<keyof Facts, unknown>>): Facts {
  const facts: Facts = {};
  for (const name of TEXT_FACTS) {
    const raw = event[name];
    if (raw === undefined) continue;
    const text = typeof raw === 'string' ? raw : typeof raw === 'number' ? String(raw) : '';
    const cleaned = cleanText(text, MAX_FACT);
    if (cleaned) facts[name] = cleaned;
  }
  const { latitude, longitude } = event;
  if (isWithin(latitude, 90) && isWithin(longitude, 180)) {
    facts.latitude = latitude;
    facts.longitude = longitude;
  }
  return facts;
}

function isWithin(value: unknown, bound: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= bound;
}
