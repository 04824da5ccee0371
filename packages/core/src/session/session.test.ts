import { describe, expect, it } from 'vitest';
import { createFakeClock, createMemoryDevice } from '../testing/index.js';
import type { CampaignFacts } from '../wire.js';
import { createSession } from './session.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = Date.UTC(2026, 0, 1);

function createVisitor() {
  const device = createMemoryDevice(createFakeClock());
  let ids = 0;
  const open = (
    landing: CampaignFacts = {},
    rules: { day?: boolean; campaign?: boolean } = {},
    now = start,
  ) =>
    createSession({
      clock: { now: () => now },
      isPerDay_: !!rules.day,
      isPerCampaign_: !!rules.campaign,
      settings: device.settings,
      uuid_: () => `s${++ids}`,
      timeout_: 30 * MINUTE,
      landing_: landing,
      onSaved_() {},
    });
  return { device, open };
}

describe('rules of a new session', () => {
  const noon = new Date(2026, 0, 1, 12).getTime();
  const beforeMidnight = new Date(2026, 0, 1, 23, 59).getTime();

  it('ends it at midnight of local time, by option', () => {
    for (const day of [true, false]) {
      const tab = createVisitor().open({}, { day });
      const { id } = tab.touch_(beforeMidnight);
      expect(tab.touch_(beforeMidnight + 50_000).id).toBe(id);
      expect(tab.touch_(beforeMidnight + 70_000).id === id).toBe(!day);
    }
  });

  it('ends it when a page is opened from another campaign, by option, and not by a mere referrer', () => {
    const spring = { utmSource: 'a', utmCampaign: 'spring' };
    for (const campaign of [true, false]) {
      const visitor = createVisitor();
      const { id } = visitor.open(spring).touch_(noon);
      const open = (landing: CampaignFacts) => visitor.open(landing, { campaign }, noon).touch_(noon + 1000);
      expect(open(spring).id).toBe(id);
      expect(open({ referrer: 'https://news.test/' }).id).toBe(id);
      const next = open({ utmSource: 'a', utmCampaign: 'summer' });
      expect(next.id === id).toBe(!campaign);
      expect(next.campaign).toEqual({ utmSource: 'a', utmCampaign: 'summer' });
    }
  });
});

describe('session', () => {
  it('lasts while there is activity every half hour', () => {
    const tab = createVisitor().open();
    for (let minutes = 0; minutes < 10 * 60; minutes += 29)
      expect(tab.touch_(start + minutes * MINUTE).id).toBe('s1');
  });

  it('ends after 30 minutes without activity', () => {
    const tab = createVisitor().open();
    tab.touch_(start);
    expect(tab.touch_(start + 30 * MINUTE - 1).id).toBe('s1');
    expect(tab.touch_(start + 60 * MINUTE).id).toBe('s2');
  });

  it('ends after 24 hours however busy', () => {
    const tab = createVisitor().open();
    for (let minutes = 0; minutes < 24 * 60; minutes += 10) tab.touch_(start + minutes * MINUTE);
    expect(tab.touch_(start + 24 * HOUR - 1).id).toBe('s1');
    expect(tab.touch_(start + 24 * HOUR).id).toBe('s2');
  });

  it('survives a reload', () => {
    const { open } = createVisitor();
    open().touch_(start);
    expect(open().touch_(start + MINUTE).id).toBe('s1');
    expect(open().touch_(start + HOUR).id).toBe('s2');
  });

  it('is kept alive by a sibling tab', () => {
    const { open } = createVisitor();
    const idle = open();
    const busy = open();
    idle.touch_(start);
    for (let minutes = 0; minutes <= 60; minutes += 10) busy.touch_(start + minutes * MINUTE);
    expect(idle.touch_(start + 61 * MINUTE).id).toBe('s1');
  });

  it('follows a sibling tab into a new one', () => {
    const { open } = createVisitor();
    const one = open();
    const other = open();
    one.touch_(start);
    other.touch_(start);
    expect(other.touch_(start + HOUR).id).toBe('s2');
    expect(one.touch_(start + HOUR + MINUTE).id).toBe('s2');
  });

  it('is kept when the clock moves back a day', () => {
    const tab = createVisitor().open();
    tab.touch_(start);
    expect(tab.touch_(start - 24 * HOUR).id).toBe('s1');
    expect(tab.touch_(start - 24 * HOUR + 29 * MINUTE).id).toBe('s1');
    expect(tab.touch_(start - 24 * HOUR + 60 * MINUTE).id).toBe('s2');
  });

  it('begins anew where the stored one is damaged', () => {
    for (const damaged of ['', '{', 'null', '5', '[]', '{}', '{"id":"x"}', '{"id":"x","campaign":{}}']) {
      const { device, open } = createVisitor();
      device.settings.set('session', damaged);
      expect(open().touch_(start).id).toBe('s1');
    }
  });

  it('lives in memory where settings refuse', () => {
    const { device, open } = createVisitor();
    device.settings.isRefusing = true;
    const tab = open();
    expect([0, 10, 20].map((minutes) => tab.touch_(start + minutes * MINUTE).id)).toEqual(['s1', 's1', 's1']);
  });

  it('does not write for every event', () => {
    const { device, open } = createVisitor();
    const tab = open();
    let writes = 0;
    const { set } = device.settings;
    device.settings.set = function (key, value) {
      writes++;
      return set.call(this, key, value);
    };
    for (let ms = 0; ms < 60_000; ms += 10) tab.touch_(start + ms);
    expect(writes).toBeLessThanOrEqual(6);
  });

  it('keeps its campaign through reloads, and takes that of a new landing', () => {
    const { open } = createVisitor();
    expect(open({ utmSource: 'mail' }).touch_(start).campaign).toEqual({ utmSource: 'mail' });
    expect(open().touch_(start + MINUTE).campaign).toEqual({ utmSource: 'mail' });
    const next = open({ utmSource: 'ad', inviteToken: 't' }).touch_(start + 2 * MINUTE);
    expect(next).toMatchObject({ id: 's1', campaign: { utmSource: 'ad', inviteToken: 't' } });
  });

  it('does not lose its campaign to a mere referrer', () => {
    const { open } = createVisitor();
    open({ utmSource: 'mail' }).touch_(start);
    expect(open({ referrer: 'https://pay.test/' }).touch_(start + MINUTE).campaign).toEqual({
      utmSource: 'mail',
    });
  });

  it('is another one when the visitor comes in again by another campaign', () => {
    const tab = createVisitor().open({ utmSource: 'mail' });
    expect(tab.touch_(start).id).toBe('s1');
    const enter = (landing: CampaignFacts, minutes: number) => {
      tab.land_(landing, start + minutes * MINUTE);
      return tab.touch_(start + minutes * MINUTE);
    };
    // The same way in again, or none that could be told.
    expect(enter({ utmSource: 'mail', referrer: 'app' }, 1)).toMatchObject({
      id: 's1',
      campaign: { utmSource: 'mail' },
    });
    expect(enter({}, 2)).toMatchObject({ id: 's1', campaign: { utmSource: 'mail' } });
    expect(enter({ utmSource: 'mail', inviteToken: 't' }, 3)).toMatchObject({
      id: 's2',
      campaign: { utmSource: 'mail', inviteToken: 't' },
    });
    // An invitation that is not on the second code is not kept.
    expect(enter({ utmSource: 'mail' }, 4)).toMatchObject({ id: 's3', campaign: { utmSource: 'mail' } });
    // A session that begins by itself has the campaign of the latest way in.
    tab.land_({}, start + 5 * MINUTE);
    expect(tab.touch_(start + HOUR)).toMatchObject({ id: 's4', campaign: {} });
  });

  it('ends at a reset', () => {
    const { open } = createVisitor();
    const tab = open();
    tab.touch_(start);
    tab.reset_(start);
    expect(tab.touch_(start + 1).id).toBe('s2');
    expect(open().touch_(start + 2).id).toBe('s2');
  });
});
