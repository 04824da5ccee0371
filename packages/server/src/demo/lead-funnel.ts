import { ALL_DAY, busyness, DAY, MINUTE, momentOf, startOfDay } from './calendar.ts';
import type { Demo } from './demo.ts';
import { createStage } from './stage.ts';

const INVITED_A_DAY = 260;
const COACHES = ['lin', 'zhao', 'chen', 'wu', 'guo', 'he'];

/** Parents follow a coach's invitation, take the assessment, read the result, and some of them ask the coach. */
export const leadFunnel: Demo = {
  plan: 'lead-funnel',
  play({ dice, until, days }) {
    const stage = createStage({ dice, priority: (name) => (name === 'result_detail_expand' ? 'P1' : 'P0') });
    const known: string[] = [];
    const first = startOfDay(until) - (days - 1) * DAY;
    for (let index = 0; index < days; index++) {
      const day = first + index * DAY;
      const count = Math.round(INVITED_A_DAY * busyness(day, index) * dice.between(0.9, 1.1));
      for (let n = 0; n < count; n++) {
        const isBack = known[0] !== undefined && dice.chance(0.18);
        const deviceId = isBack ? dice.pick(known) : `device-${dice.hex(12)}`;
        if (!isBack) known.push(deviceId);
        // The new page is shown to half of the visitors from the middle of the time on, and does better.
        const version = index > days / 2 && dice.chance(0.5) ? 'B' : 'A';
        const medium = dice.weighted({ wechat: 6, moments: 3, sms: 1 });
        const actor = {
          deviceId,
          platform: 'h5',
          facts: {
            deviceType: 'mobile',
            osName: dice.weighted({ iOS: 5, Android: 5 }),
            network: dice.weighted({ wifi: 5, '5g': 4, '4g': 2 }),
            inviteToken: `${dice.pick(COACHES)}-${dice.whole(1, 9)}`,
            utmSource: medium,
          },
        };
        const visit = stage.enter(actor, momentOf(day, ALL_DAY, dice));
        visit.after(0, 'landing_page_view', { version });
        if (!dice.chance(version === 'B' ? 0.61 : 0.52)) continue;
        visit.after(dice.wait(25_000), 'landing_start_click', { version });
        if (!dice.chance(medium === 'sms' ? 0.5 : 0.72)) continue;
        visit.after(3 * MINUTE + dice.wait(4 * MINUTE), 'result_page_view');
        if (dice.chance(0.55)) visit.after(dice.wait(20_000), 'result_detail_expand');
        if (dice.chance(0.21)) visit.after(dice.wait(40_000), 'result_contact_click');
      }
    }
    return stage;
  },
};
