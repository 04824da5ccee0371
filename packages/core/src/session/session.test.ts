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
  const open = (landing: CampaignFacts = {}) =>
    createSession(device.settings, () => `s${++ids}`, 30 * MINUTE, landing);
  return { device, open };
}

describe('session', () => {
  it('lasts while there is activity every half hour', () => {
    const tab = createVisitor().open();
    for (let minutes = 0; minutes < 10 * 60; minutes += 29)
      expect(tab.touch(start + minutes * MINUTE).id).toBe('s1');
  });

  it('ends after 30 minutes without activity', () => {
    const tab = createVisitor().open();
    tab.touch(start);
    expect(tab.touch(start + 30 * MINUTE - 1).id).toBe('s1');
    expect(tab.touch(start + 60 * MINUTE).id).toBe('s2');
  });

  it('ends after 24 hours however busy', () => {
    const tab = createVisitor().open();
    for (let minutes = 0; minutes < 24 * 60; minutes += 10) tab.touch(start + minutes * MINUTE);
    expect(tab.touch(start + 24 * HOUR - 1).id).toBe('s1');
    expect(tab.touch(start + 24 * HOUR).id).toBe('s2');
  });

  it('survives a reload', () => {
    const { open } = createVisitor();
    open().touch(start);
    expect(open().touch(start + MINUTE).id).toBe('s1');
    expect(open().touch(start + HOUR).id).toBe('s2');
  });

  it('is kept alive by a sibling tab', () => {
    const { open } = createVisitor();
    const idle = open();
    const busy = open();
    idle.touch(start);
    for (let minutes = 0; minutes <= 60; minutes += 10) busy.touch(start + minutes * MINUTE);
    expect(idle.touch(start + 61 * MINUTE).id).toBe('s1');
  });

  it('follows a sibling tab into a new one', () => {
    const { open } = createVisitor();
    const one = open();
    const other = open();
    one.touch(start);
    other.touch(start);
    expect(other.touch(start + HOUR).id).toBe('s2');
    expect(one.touch(start + HOUR + MINUTE).id).toBe('s2');
  });

  it('is kept when the clock moves back a day', () => {
    const tab = createVisitor().open();
    tab.touch(start);
    expect(tab.touch(start - 24 * HOUR).id).toBe('s1');
    expect(tab.touch(start - 24 * HOUR + 29 * MINUTE).id).toBe('s1');
    expect(tab.touch(start - 24 * HOUR + 60 * MINUTE).id).toBe('s2');
  });

  it('begins anew where the stored one is damaged', () => {
    for (const damaged of ['', '{', 'null', '5', '[]', '{}', '{"id":"x"}', '{"id":"x","campaign":{}}']) {
      const { device, open } = createVisitor();
      device.settings.set('session', damaged);
      expect(open().touch(start).id).toBe('s1');
    }
  });

  it('lives in memory where settings refuse', () => {
    const { device, open } = createVisitor();
    device.settings.isRefusing = true;
    const tab = open();
    expect([0, 10, 20].map((minutes) => tab.touch(start + minutes * MINUTE).id)).toEqual(['s1', 's1', 's1']);
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
    for (let ms = 0; ms < 60_000; ms += 10) tab.touch(start + ms);
    expect(writes).toBeLessThanOrEqual(6);
  });

  it('keeps its campaign through reloads, and takes that of a new landing', () => {
    const { open } = createVisitor();
    expect(open({ utmSource: 'mail' }).touch(start).campaign).toEqual({ utmSource: 'mail' });
    expect(open().touch(start + MINUTE).campaign).toEqual({ utmSource: 'mail' });
    const next = open({ utmSource: 'ad', inviteToken: 't' }).touch(start + 2 * MINUTE);
    expect(next).toMatchObject({ id: 's1', campaign: { utmSource: 'ad', inviteToken: 't' } });
  });

  it('does not lose its campaign to a mere referrer', () => {
    const { open } = createVisitor();
    open({ utmSource: 'mail' }).touch(start);
    expect(open({ referrer: 'https://pay.test/' }).touch(start + MINUTE).campaign).toEqual({
      utmSource: 'mail',
    });
  });

  it('ends at a reset', () => {
    const { open } = createVisitor();
    const tab = open();
    tab.touch(start);
    tab.reset();
    expect(tab.touch(start + 1).id).toBe('s2');
    expect(open().touch(start + 2).id).toBe('s2');
  });
});
