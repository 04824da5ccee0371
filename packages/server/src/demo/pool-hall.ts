import { busyness, DAY, EVENING, HOUR, MINUTE, momentOf, startOfDay } from './calendar.ts';
import type { Demo } from './demo.ts';
import type { Dice } from './dice.ts';
import { type Actor, createStage, type Stage, type Visit } from './stage.ts';

const STORES = [101, 102, 103];
const TABLES_PER_STORE = 6;
const REGULARS = 420;
const VISITS_A_DAY = 74;
const PRICE_PER_MINUTE = 0.6;
const PRIORITY_P2 = new Set(['share_action', 'ai_feedback_view', 'ai_feedback_purchase']);
const ACTIVITIES = ['newcomer-week', 'night-owl', 'league'];

interface Guest {
  actor: Actor;
  userId: number;
  userType: 'new' | 'active' | 'churn_risk' | 'vip';
  visits: number;
}

/** Guests who scan a code at a table, play, pay; devices that report; staff that repairs. */
export const poolHall: Demo = {
  plan: 'pool-hall',
  play({ dice, until, days }) {
    const stage = createStage({
      dice,
      common: ({ eventTime, userId }) => ({ event_time: eventTime, user_id: Number(userId ?? -1) }),
      priority: (name) => (PRIORITY_P2.has(name) ? 'P2' : 'P0'),
    });
    const guests = Array.from({ length: REGULARS }, (_, index) => makeGuest(dice, index));
    const counters = { session: 50_000, order: 0 };
    const first = startOfDay(until) - (days - 1) * DAY;
    for (let index = 0; index < days; index++) {
      const day = first + index * DAY;
      const visits = Math.round(VISITS_A_DAY * busyness(day, index) * dice.between(0.93, 1.07));
      for (let n = 0; n < visits; n++) {
        if (dice.chance(0.14)) guests.push(makeGuest(dice, guests.length));
        // Newcomers come back less often than those who are there for long.
        const guest = dice.chance(0.14) ? (guests[guests.length - 1] as Guest) : dice.pick(guests);
        visitHall({ stage, dice, guest, counters, at: momentOf(day, EVENING, dice) });
      }
      runDevices(stage, dice, day);
      repair(stage, dice, day, counters);
    }
    cheat(stage, dice, first + 19 * DAY + 21 * HOUR);
    return stage;
  },
};

function makeGuest(dice: Dice, index: number): Guest {
  const os = dice.weighted({ iOS: 4, Android: 6 });
  const channel = dice.weighted({ direct: 5, douyin: 3, meituan: 2, wechat: 3 });
  return {
    actor: {
      deviceId: `device-${dice.hex(12)}`,
      platform: dice.chance(0.7) ? 'mini_program' : 'h5',
      facts: {
        deviceType: 'mobile',
        osName: os,
        osVersion: os === 'iOS' ? '18.5' : '15',
        appVersion: dice.pick(['2.3.0', '2.4.1']),
        network: dice.weighted({ wifi: 5, '5g': 4, '4g': 2 }),
        ...(channel === 'direct' ? {} : { utmSource: channel, utmMedium: 'social' }),
      },
    },
    userId: 10_000 + index,
    userType: dice.weighted({ new: 2, active: 5, churn_risk: 1, vip: 1 }),
    visits: 0,
  };
}

interface VisitParts {
  stage: Stage;
  dice: Dice;
  guest: Guest;
  counters: { session: number };
  at: number;
}

function visitHall({ stage, dice, guest, counters, at }: VisitParts): void {
  const isKnown = guest.visits > 0 || dice.chance(0.3);
  const actor: Actor = { ...guest.actor, ...(isKnown ? { userId: String(guest.userId) } : {}) };
  const visit = stage.enter(actor, at);
  const store_id = dice.pick(STORES);
  const table_id = store_id * 100 + dice.whole(1, TABLES_PER_STORE);
  visit.after(0, 'page_view', { page: '/home', referrer: '', is_first_session: guest.visits === 0 });
  guest.visits++;
  promote(visit, dice, guest);
  if (dice.chance(0.16)) return void reserve(visit, dice, table_id);
  if (!dice.chance(0.82)) return;
  const source_channel = guest.actor.facts?.utmSource ?? 'table';
  visit.after(dice.wait(40_000), 'qr_scan', { table_code: `T${table_id}`, store_id, source_channel });
  if (!dice.chance(guest.userType === 'new' ? 0.66 : 0.86)) return;
  const session_id = ++counters.session;
  visit
    .logIn(String(guest.userId))
    .after(dice.wait(25_000), 'session_start', {
      session_id,
      table_id,
      store_id,
      start_type: dice.chance(0.12) ? 'reservation' : 'immediate',
      user_type: guest.userType,
    })
    .after(dice.wait(2000), 'page_view', { page: '/session', referrer: '/home', is_first_session: false });
  const minutes = Math.round(dice.between(25, 150));
  if (dice.chance(0.1)) visit.after(5 * MINUTE, 'share_action', { channel: 'wechat', target: 'session' });
  visit.after(minutes * MINUTE, 'session_end_request', { session_id, duration_seconds: minutes * 60 });
  settle({ visit, dice, session_id, minutes, activity: dice.pick(ACTIVITIES) });
}

/** What a guest is shown and takes on the way in. */
function promote(visit: Visit, dice: Dice, guest: Guest): void {
  if (dice.chance(0.5)) {
    const activity_id = dice.pick(ACTIVITIES);
    visit.after(dice.wait(6000), 'marketing_expose', {
      activity_id,
      position: dice.pick(['banner', 'popup']),
      user_segment: guest.userType,
    });
    if (dice.chance(activity_id === 'newcomer-week' ? 0.3 : 0.14))
      visit.after(dice.wait(9000), 'marketing_join', { activity_id, action_type: 'click' });
  }
  if (dice.chance(0.16))
    visit.after(dice.wait(8000), 'coupon_receive', {
      coupon_id: `c-${dice.hex(6)}`,
      source: dice.pick(['banner', 'share', 'newcomer']),
      remain_quota: dice.whole(0, 500),
    });
}

function reserve(visit: Visit, dice: Dice, table_id: number): void {
  const reservation_id = `r-${dice.hex(8)}`;
  const start = visit.now() + dice.whole(1, 30) * HOUR;
  visit.after(dice.wait(30_000), 'reservation_create', {
    reservation_id,
    table_id,
    start_time: new Date(start).toISOString(),
    duration: dice.pick([60, 90, 120]),
  });
  if (dice.chance(0.22))
    visit.after(start - visit.now() + 15 * MINUTE, 'reservation_expire', {
      reservation_id,
      reason: 'no_show',
    });
}

interface Bill {
  visit: Visit;
  dice: Dice;
  session_id: number;
  minutes: number;
  activity: string;
}

function settle({ visit, dice, session_id, minutes, activity }: Bill): void {
  const price = Math.round(minutes * PRICE_PER_MINUTE * 100) / 100;
  const isCouponUsed = dice.chance(0.12);
  const amount = Math.round((isCouponUsed ? price * 0.8 : price) * 100) / 100;
  // Now and then the confirmation of the bill is late, or never comes.
  const isFrozenBefore = !dice.chance(0.004);
  const freeze = () =>
    visit.after(dice.wait(1500), 'billing_frozen', {
      session_id,
      amount: price,
      minutes,
      rules_applied_count: dice.whole(1, 3),
    });
  const payment = {
    payment_id: `p-${dice.hex(10)}`,
    amount,
    channel: dice.weighted({ wechat: 6, alipay: 3, balance: 1 }),
  };
  visit.after(dice.wait(4000), 'payment_create', {
    ...payment,
    session_id,
    split_count: dice.chance(0.15) ? 2 : 1,
  });
  if (dice.chance(0.18)) {
    visit.after(dice.wait(2000), 'package_consume', {
      package_id: `k-${dice.whole(1, 8)}`,
      minutes_used: minutes,
      value_deducted: Math.round(amount * 60) / 100,
    });
  }
  if (isCouponUsed)
    visit.after(dice.wait(2000), 'coupon_use', {
      coupon_id: `c-${dice.hex(6)}`,
      session_id,
      discount_value: Math.round((price - amount) * 100) / 100,
    });
  if (!dice.chance(0.94)) return void freeze();
  visit.after(dice.wait(12_000), 'payment_success', {
    ...payment,
    session_id,
    coupon_used: isCouponUsed,
    activity_tags: dice.chance(0.2) ? [activity] : [],
  });
  if (isFrozenBefore) freeze();
  if (dice.chance(0.03))
    visit.after(20_000, 'membership_activate', { level: dice.pick(['silver', 'gold']), period_days: 30 });
  if (!dice.chance(0.2)) return;
  const feature_type = dice.pick(['shot_analysis', 'highlights']);
  visit.after(dice.wait(30_000), 'ai_feedback_view', { session_id, feature_type });
  if (dice.chance(0.12))
    visit.after(dice.wait(20_000), 'ai_feedback_purchase', { feature_type, amount: 6.9 });
}

/** Each table's controller reports once an hour, and is now and then silent. */
function runDevices(stage: Stage, dice: Dice, day: number): void {
  for (const store of STORES)
    for (let table = 1; table <= TABLES_PER_STORE; table++) {
      const table_id = store * 100 + table;
      const device_id = `table-${table_id}`;
      const visit = stage.enter({ deviceId: device_id, platform: 'device' }, day + table * MINUTE);
      const silentFrom = dice.chance(0.02) ? dice.whole(3, 18) : 99;
      for (let hour = 0; hour < 24; hour++) {
        const isSilent = hour >= silentFrom && hour < silentFrom + 4;
        const latency_ms = Math.round(30 + dice.wait(40));
        if (isSilent)
          visit.after(HOUR, 'heartbeat_receive', { device_id, table_id, online: 0, latency_ms: 0 });
        else visit.after(HOUR - 1, 'heartbeat_receive', { device_id, table_id, online: 1, latency_ms });
      }
    }
}

function repair(stage: Stage, dice: Dice, day: number, counters: { order: number }): void {
  const alarms = dice.whole(0, 4);
  for (let n = 0; n < alarms; n++) {
    const at = momentOf(day, EVENING, dice);
    const alarm_id = `a-${dice.hex(6)}`;
    stage
      .enter(
        {
          deviceId: `table-${dice.pick(STORES) * 100 + dice.whole(1, TABLES_PER_STORE)}`,
          platform: 'device',
        },
        at,
      )
      .after(0, 'alarm_raise', {
        alarm_id,
        category: dice.pick(['lamp', 'door', 'network', 'camera']),
        level: dice.weighted({ warning: 4, critical: 1 }),
      });
    if (!dice.chance(0.85)) continue;
    const work_order_id = `w-${++counters.order}`;
    const minutes = Math.round(15 + dice.wait(70));
    stage
      .enter({ deviceId: 'desk-1', userId: '9001', platform: 'admin' }, at + 3 * MINUTE)
      .after(0, 'work_order_create', { work_order_id, alarm_id, priority: dice.pick(['high', 'normal']) })
      .after(minutes * MINUTE, 'work_order_close', { work_order_id, duration_minutes: minutes });
  }
}

/** Somebody tries every code of a hall within a minute. */
function cheat(stage: Stage, dice: Dice, at: number): void {
  const visit = stage.enter({ deviceId: `device-${dice.hex(12)}`, platform: 'h5' }, at);
  for (let n = 0; n < 26; n++)
    visit.after(1800, 'qr_scan', { table_code: `T10${n}`, store_id: 101, source_channel: 'table' });
}
