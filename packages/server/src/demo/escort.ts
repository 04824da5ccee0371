import { busyness, DAY, HOUR, MINUTE, MORNING, momentOf, startOfDay } from './calendar.ts';
import type { Demo } from './demo.ts';
import type { Dice } from './dice.ts';
import { createStage, type Stage, type Visit } from './stage.ts';

const PATIENTS = 350;
const VISITS_A_DAY = 95;
const ESCORTS = 28;
const CITIES = { '310000': 5, '110000': 3, '440100': 2 };
const HOSPITALS = ['ruijin', 'huashan', 'zhongshan', 'renji', 'xiehe'];
const SERVICES = { half_day: 5, full_day: 2, pick_up_report: 3 };
const PRICES: Record<string, number> = { half_day: 198, full_day: 358, pick_up_report: 68 };

interface Patient {
  deviceId: string;
  userId: string;
  isRegistered: boolean;
  platform: string;
  cityCode: string;
  os: string;
  orders: number;
}

interface Scene {
  stage: Stage;
  dice: Dice;
  escorts: string[];
  counter: { order: number };
}

/** Patients look for an escort and order one; escorts take orders, accompany and report; a server tells of each order. */
export const escort: Demo = {
  plan: 'escort',
  play({ dice, until, days }) {
    const stage = createStage({ dice });
    const scene: Scene = { stage, dice, escorts: [], counter: { order: 7000 } };
    const patients = Array.from({ length: PATIENTS }, (_, index) =>
      makePatient(dice, index, dice.chance(0.7)),
    );
    const first = startOfDay(until) - (days - 1) * DAY;
    for (let index = 0; index < days; index++) {
      const day = first + index * DAY;
      // Most escorts are there from the first day on; every few days one more is admitted.
      for (let n = index === 0 ? ESCORTS : Number(index % 4 === 0); n > 0; n--) admitEscort(scene, day);
      const visits = Math.round(
        VISITS_A_DAY * (2.1 - busyness(day, 0)) * (1 + 0.006 * index) * dice.between(0.9, 1.1),
      );
      for (let n = 0; n < visits; n++) {
        const isNew = dice.chance(0.2);
        if (isNew) patients.push(makePatient(dice, patients.length, false));
        const patient = isNew ? (patients[patients.length - 1] as Patient) : dice.pick(patients);
        visitClinic(scene, patient, momentOf(day, MORNING, dice));
      }
    }
    return stage;
  },
};

function makePatient(dice: Dice, index: number, isRegistered: boolean): Patient {
  return {
    deviceId: `device-${dice.hex(12)}`,
    userId: `u${20_000 + index}`,
    isRegistered,
    platform: dice.chance(0.75) ? 'miniapp' : 'h5',
    cityCode: dice.weighted(CITIES),
    os: dice.weighted({ iOS: 4, Android: 5, HarmonyOS: 2 }),
    orders: 0,
  };
}

const escortActor = (escortId: string) => ({
  deviceId: `phone-${escortId}`,
  userId: escortId,
  platform: 'miniapp',
  facts: { deviceType: 'mobile', osName: 'Android' },
});

const backEnd = { deviceId: 'server', platform: 'server' };

function admitEscort({ stage, dice, escorts }: Scene, day: number): void {
  const escortId = `e${500 + escorts.length}`;
  escorts.push(escortId);
  const at = momentOf(day, MORNING, dice);
  stage
    .enter(escortActor(escortId), at)
    .after(0, 'escort_register', { escortId, phone: `*******${dice.whole(1000, 9999)}` });
  stage
    .enter({ deviceId: 'desk-2', userId: '9002', platform: 'admin' }, at + 2 * HOUR)
    .after(0, 'escort_reviewed', { escortId, result: 'approved', reviewTime: dice.whole(60, 900) });
}

function page(visit: Visit, dice: Dice, pagePath: string, pageTitle: string): Visit {
  visit.after(dice.wait(1500), 'page_view', { pagePath, pageTitle });
  if (dice.chance(0.3))
    visit.after(dice.wait(600), 'page_load', {
      pagePath,
      loadTime: Math.round(300 + dice.wait(700)),
      resourceCount: dice.whole(8, 40),
    });
  if (dice.chance(0.02))
    visit.after(50, 'error_occurred', { errorType: 'error', errorMessage: 'network timeout', pagePath });
  if (dice.chance(0.4))
    visit.after(dice.wait(300), 'api_call', {
      apiPath: `/api${pagePath}`,
      method: 'GET',
      duration: Math.round(40 + dice.wait(120)),
      status: dice.weighted({ '200': 97, '500': 1, '404': 2 }) === '200' ? 200 : 500,
    });
  return visit;
}

function visitClinic(scene: Scene, patient: Patient, at: number): void {
  const { stage, dice } = scene;
  const visit = stage.enter(
    {
      deviceId: patient.deviceId,
      platform: patient.platform,
      ...(patient.isRegistered ? { userId: patient.userId } : {}),
      facts: {
        deviceType: 'mobile',
        osName: patient.os,
        appVersion: dice.pick(['1.8.2', '1.9.0']),
        cityCode: patient.cityCode,
      },
    },
    at,
  );
  page(visit, dice, '/home', '首页');
  if (!dice.chance(0.72)) {
    leavePage(visit, dice, '/home');
    return;
  }
  if (dice.chance(0.5))
    visit.after(dice.wait(8000), 'search', {
      keyword: dice.pick(['瑞金医院', '半天陪诊', '取报告', '华山']),
      resultCount: dice.whole(0, 30),
    });
  if (dice.chance(0.3))
    visit.after(dice.wait(6000), 'filter_change', {
      filterType: 'hospital',
      filterValue: dice.pick(HOSPITALS),
    });
  page(visit, dice, '/service', '服务详情');
  visit.after(dice.wait(20_000), 'button_click', {
    elementId: 'order',
    elementText: '立即预约',
    elementType: 'button',
    pagePath: '/service',
  });
  if (!dice.chance(0.62)) {
    leavePage(visit, dice, '/service');
    return;
  }
  if (!patient.isRegistered) {
    patient.isRegistered = true;
    visit.logIn(patient.userId).after(dice.wait(15_000), 'user_register', { userId: patient.userId });
  }
  visit.after(dice.wait(30_000), 'form_submit', {
    formId: 'order-form',
    formName: '预约信息',
    success: dice.chance(0.95),
  });
  if (dice.chance(0.12))
    visit.after(dice.wait(5000), 'coupon_claimed', {
      couponId: `c${dice.hex(6)}`,
      couponType: 'first_order',
      source: 'order',
    });
  order(scene, patient, visit);
}

function leavePage(visit: Visit, dice: Dice, pagePath: string): void {
  const duration = Math.round(2000 + dice.wait(25_000));
  visit.after(duration, 'page_leave', { pagePath, duration });
}

function order({ stage, dice, escorts, counter }: Scene, patient: Patient, visit: Visit): void {
  const orderId = `o${++counter.order}`;
  const service = dice.weighted(SERVICES);
  const amount = PRICES[service] as number;
  const server = stage.enter({ ...backEnd, userId: patient.userId }, visit.now());
  server.after(300, 'order_created', {
    orderId,
    orderNo: `NO${counter.order}`,
    amount,
    serviceId: service,
    hospitalId: dice.pick(HOSPITALS),
  });
  patient.orders++;
  if (!dice.chance(0.86)) {
    server.after(15 * MINUTE, 'order_cancelled', { orderId, cancelReason: 'not_paid' });
    return;
  }
  server.after(dice.wait(60_000), 'order_paid', {
    orderId,
    paymentMethod: dice.weighted({ wechat: 8, alipay: 2 }),
    amount,
  });
  if (dice.chance(0.1))
    server.after(50, 'coupon_used', { couponId: `c${dice.hex(6)}`, orderId, discount: 20 });
  if (patient.orders > 1 && dice.chance(0.2))
    server.after(50, 'points_used', { userId: patient.userId, points: 50, orderId });
  if (patient.orders === 3)
    server.after(50, 'membership_upgraded', {
      userId: patient.userId,
      fromLevel: 'standard',
      toLevel: 'silver',
    });
  server.after(100, 'points_earned', { userId: patient.userId, points: Math.round(amount), source: 'order' });
  const escortId = dice.pick(escorts);
  const helper = stage.enter(escortActor(escortId), server.now() + dice.wait(8 * MINUTE));
  helper.after(0, 'order_grab', { orderId, escortId, success: dice.chance(0.9) });
  if (dice.chance(0.08)) {
    server.after(HOUR + dice.wait(3 * HOUR), 'order_cancelled', {
      orderId,
      cancelReason: dice.pick(['changed_plan', 'found_other']),
    });
    return;
  }
  const arrival = 3 * HOUR + dice.wait(10 * HOUR);
  helper.after(arrival, 'order_arrive', {
    orderId,
    escortId,
    arriveTime: new Date(helper.now() + arrival).toISOString(),
  });
  const duration = Math.round((service === 'full_day' ? 420 : 180) * dice.between(0.7, 1.3));
  helper.after(duration * MINUTE, 'escort_work_status_change', {
    escortId,
    fromStatus: 'busy',
    toStatus: 'free',
  });
  stage.enter({ ...backEnd, userId: patient.userId }, helper.now()).after(1000, 'order_completed', {
    orderId,
    duration,
    rating: Number(dice.weighted({ '5': 70, '4': 20, '3': 7, '1': 3 })),
  });
}
