import { readFileSync } from 'node:fs';
import { expect, expectTypeOf, it, vi } from 'vitest';
import { readPlan } from '../format/read-plan.ts';
import { loadPlan } from '../load/load-plan.ts';
import { planPath } from '../testing/plans.ts';
import {
  type PlanTracker,
  TRACKING_EVENTS,
  type TrackingProperties,
} from '../testing/pool-hall.generated.ts';
import { typesFile } from './types-file.ts';

const track = vi.fn();
const tracker: Pick<PlanTracker, 'track'> = { track };

/** The formatter of this repository breaks long lines. */
const lines = (text: string) => text.replace(/\s+/g, ' ');

it('writes what is compiled in this test', async () => {
  const file = new URL('../testing/pool-hall.generated.ts', import.meta.url);
  const written = typesFile(await loadPlan(planPath('pool-hall')), 'pool-hall.yaml');
  expect(lines(written)).toBe(lines(readFileSync(file, 'utf8')));
});

it('types track by constants and by names', () => {
  tracker.track(TRACKING_EVENTS.SHARE_ACTION, { channel: 'wechat', target: 'page' });
  tracker.track('share_action', { channel: 'wechat', target: 'session', platform: 'h5' });
  // @ts-expect-error a value that is not allowed
  tracker.track(TRACKING_EVENTS.SHARE_ACTION, { channel: 'wechat', target: 'room' });
  // @ts-expect-error a required property is missing
  tracker.track('share_action', { target: 'page' });
  // @ts-expect-error an unknown property
  tracker.track('share_action', { channel: 'wechat', target: 'page', other: 1 });
  // @ts-expect-error no such event
  tracker.track('share_actions', {});
  expectTypeOf<TrackingProperties['payment_success']['activity_tags']>().toEqualTypeOf<readonly string[]>();
  // The event's own property stands before the common one, which need not be given.
  expectTypeOf<TrackingProperties['session_start']['session_id']>().toEqualTypeOf<number>();
  expectTypeOf<TrackingProperties['share_action']['session_id']>().toEqualTypeOf<number | undefined>();
});

it('keeps what a plan says inside of comments and strings', () => {
  const { plan, problems } = readPlan({
    version: 1,
    name: 'x\nalert(1)',
    events: { a_b: { description: '*/ alert(2) /*', properties: { p: ["it's", 'a\\'] } } },
  });
  expect(problems).toEqual([]);
  const text = typesFile(plan, 'x.yaml');
  expect(text).not.toMatch(/^alert/m);
  expect(text).toContain('/** *\\/ alert(2) /* */');
  expect(text).toContain('p: "it\'s" | "a\\\\"');
});
