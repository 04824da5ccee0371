import { expect, it } from 'vitest';
import { readPlan } from '../format/read-plan.ts';
import { markedProblems, type ProjectFiles, writeProject } from '../testing/project.ts';
import { scan } from './scan.ts';

const { plan } = readPlan({ version: 1, name: 'shop', events: { order_paid: {} } });

/** Every marked line, and no other, tracks an event that the plan does not have. */
async function expectMarked(files: ProjectFiles) {
  const directory = writeProject(files);
  const { problems } = await scan(plan, { paths: [directory], directory });
  expect(problems.map(({ file, line, code }) => `${file}:${line} ${code}`).sort()).toEqual(
    markedProblems(files),
  );
}

it('sees a tracker under another type name', () =>
  expectMarked({
    'analytics.ts': `
import { createTracker, type Tracker, type TrackerFor } from '@pugmark/browser';
export interface Analytics extends Tracker { trackCart(): void }
export type Narrow = Pick<Tracker, 'track'>;
export type Without = Omit<Analytics, 'setUser'>;
export type Mixed = { region: string } & Readonly<Narrow>;
export type Maybe = Analytics | undefined;
export type Send = Tracker['track'];
export type Made = ReturnType<typeof makeAnalytics>;
export function makeAnalytics() { return createTracker({ apiUrl: '/c' }); }
export async function later(): Promise<Analytics> { return makeAnalytics() as Analytics; }
export type Boxed<T> = { inner: T };
export class Own implements Pick<Tracker, 'track'> {
  constructor(private readonly inside: Analytics) {}
  track(name: string, properties?: object) { this.inside.track(name, properties); }
}`,
    'uses.ts': `
import type { Analytics, Boxed, Made, Maybe, Mixed, Narrow, Own, Send, Without } from './analytics';
import { later, makeAnalytics } from './analytics';
export function all(a: Analytics, n: Narrow, w: Without, m: Mixed, o: Maybe, s: Send, b: Boxed<Narrow>, r: Made, own: Own) {
  a.track('of_interface'); //! unknown_event
  n.track('of_pick'); //! unknown_event
  w.track('of_omit'); //! unknown_event
  m.track('of_mixed'); //! unknown_event
  o?.track('of_union'); //! unknown_event
  s('of_send'); //! unknown_event
  b.inner.track('of_generic'); //! unknown_event
  r.track('of_return_type'); //! unknown_event
  own.track('of_class'); //! unknown_event
  a['track']('of_element'); //! unknown_event
  a.track('order_paid');
}
export async function made<T extends Analytics>(t: T, all: Analytics[], byName: Map<string, Analytics>) {
  makeAnalytics().track('of_call'); //! unknown_event
  (await later()).track('of_promise'); //! unknown_event
  t.track('of_constraint'); //! unknown_event
  all[0]?.track('of_list'); //! unknown_event
  for (const one of all) one.track('of_loop'); //! unknown_event
  all.forEach((one) => one.track('of_callback')); //! unknown_event
  byName.get('a')?.track('of_map'); //! unknown_event
  const { track: fire } = t;
  fire('of_alias'); //! unknown_event
  const bound = t.track.bind(t);
  bound('of_bound'); //! unknown_event
}`,
    'passes.ts': `
import type { Analytics } from './analytics';
declare const hidden: Analytics;
export const emit = hidden.track;`,
    'passed.ts': `
import { emit } from './passes';
emit('of_passed'); //! unknown_event`,
  }));

it('sees a tracker that is injected', () =>
  expectMarked({
    'inject.ts': `
import { Inject } from '@nestjs/common';
import { TRACKER, TrackingService } from '@pugmark/node/nestjs';
export const InjectTracker = () => Inject(TRACKER);
export const Anything = () => Inject(TrackingService);
export class MyTracking extends TrackingService {}`,
    'orders.ts': `
import { Inject, Injectable } from '@nestjs/common';
import { Track, TRACKER, TrackingService } from '@pugmark/node/nestjs';
import { Anything, InjectTracker, MyTracking } from './inject';
import type { Mail } from './mail';
@Injectable()
export class Orders {
  @Inject(TrackingService) private readonly t1!: any;
  constructor(
    private readonly t2: TrackingService,
    @InjectTracker() private readonly t3,
    @Anything() readonly t4: any,
    @Inject('TRACKER') private readonly t5,
    private readonly t6: MyTracking,
    private readonly mail: Mail,
  ) {}
  pay() {
    this.t1.track('by_property'); //! unknown_event
    this.t2.track('by_type'); //! unknown_event
    this.t2.trackBusinessEvent('by_business'); //! unknown_event
    this.t3.track('by_decorator'); //! unknown_event
    this.t4.track('by_service'); //! unknown_event
    this.t5.track('by_text'); //! unknown_event
    this.t6.track('by_subclass'); //! unknown_event
    this.mail.track('parcel');
  }
  @Track('by_track') //! unknown_event
  paid() {}
}
export class Late {
  private readonly t = container.resolve(TrackingService);
  readonly other = container.get<TrackingService>('x');
  run() {
    this.t.track('by_container'); //! unknown_event
    this.other.track('by_argument'); //! unknown_event
  }
}`,
    'mail.ts': 'export class Mail { track(parcel: string) { return parcel; } }',
  }));

it('sees a tracker in properties, parameters and contexts', () =>
  expectMarked({
    'objects.tsx': `
import { createContext, useContext, useRef } from 'react';
import { createTracker, type Tracker } from '@pugmark/browser';
interface Props { o: { t2: Tracker }; send: Tracker['track']; track: Tracker['track'] }
const TrackerContext = createContext<Tracker | null>(null);
const useAnalytics = () => useContext(TrackerContext);
export function View({ o, send, track, ...rest }: Props & { onPay(name: string): void }) {
  const shared = useContext(TrackerContext);
  const kept = useRef<Tracker>();
  const { track: again } = useAnalytics();
  o.t2.track('in_object'); //! unknown_event
  send('in_parameter'); //! unknown_event
  rest.onPay('theirs');
  track('in_destructured'); //! unknown_event
  shared?.track('in_context'); //! unknown_event
  kept.current?.track('in_ref'); //! unknown_event
  again('in_hook'); //! unknown_event
  return <a onClick={() => o.t2.track('in_markup')} />; //! unknown_event
}
export const services = { a: createTracker({ apiUrl: '/c' }), deep: { t: createTracker({ apiUrl: '/c' }) } };
class Base { protected t = createTracker({ apiUrl: '/c' }); }
export class Sub extends Base {
  static s: Tracker;
  get g(): Tracker { return this.t; }
  run(ctx: { tracker: { track: Tracker['track'] } }) {
    this.t.track('in_base'); //! unknown_event
    Sub.s.track('in_static'); //! unknown_event
    this.g.track('in_getter'); //! unknown_event
    ctx.tracker.track('in_ctx'); //! unknown_event
    services.a.track('in_member'); //! unknown_event
    services.deep.t.track('in_deep'); //! unknown_event
    window.shop.track('in_window'); //! unknown_event
  }
}
declare global { interface Window { shop: Tracker } }`,
    'plain.js': `
import { createTracker } from '@pugmark/browser';
export class Shop {
  constructor() { this.t = createTracker({ apiUrl: '/c' }); }
  pay() { this.t.track('in_script'); } //! unknown_event
}
export function loose(ctx) { ctx.tracker.track('in_loose'); } //! unknown_event`,
    'Page.vue': `<template><a @click="analytics.track('in_template')" /></template> <!-- //! unknown_event -->
<script setup lang="ts">
import { inject, type InjectionKey } from 'vue';
import type { Tracker } from '@pugmark/browser';
const KEY: InjectionKey<Tracker> = Symbol();
const analytics = inject(KEY);
const props = defineProps<{ t: Tracker }>();
props.t.track('in_props'); //! unknown_event
</script>`,
  }));

it('leaves the trackers of others alone, whatever they are called', () =>
  expectMarked({
    'others.ts': `
import mixpanel, { type Mixpanel } from 'mixpanel-browser';
import { tracker as theirs } from 'segment';
import type { Tracker } from 'gps';
import { createTracker } from '@pugmark/browser';
const ours = createTracker({ apiUrl: '/c' });
class GpsTracker { track(at: { x: number }) { return at; } }
class Player { track(title: string) { return title; } play() { this.track('song'); } }
interface HasTrack { track: (name: string) => void }
export class Car {
  constructor(private tracker: GpsTracker, private tracking: Tracker, private m: Mixpanel, private p: Player) {}
  drive(media: HTMLMediaElement, list: HasTrack[], loose) {
    this.tracker.track({ x: 1 });
    this.tracking.track('theirs');
    this.m.track('theirs');
    this.p.track('theirs');
    mixpanel.track('theirs');
    mixpanel.people.tracker.track('theirs');
    theirs.track('theirs');
    new GpsTracker().track({ x: 1 });
    new Player().track('theirs');
    media.track('theirs');
    list[0].track('theirs');
    loose.track('theirs');
    ours.track('ours'); //! unknown_event
  }
}
const player = { track(name: string) { return name; } };
player.track('theirs');
analytics.track('theirs');
export const audio = { player: new Player(), track: (n: string) => n };
audio.track('theirs');
const { track } = audio;
track('theirs');`,
    'hooks.tsx': `
import { useAnalytics } from 'theirs';
import { Inject } from '@nestjs/common';
export function View({ track }: { track: (title: string) => void }) {
  const { track: fire } = useAnalytics();
  fire('theirs');
  track('theirs');
}
export class Radio {
  constructor(@Inject('RADIO') private readonly radio) {}
  tune() { this.radio.track('theirs'); }
}`,
  }));

it('takes a port of the project for a tracker when it is called one and takes names', () =>
  expectMarked({
    'port.ts': `
export interface EventPort { track(name: string, properties?: object): void }
export class Orders {
  constructor(private readonly tracker: EventPort, private readonly port: EventPort) {}
  pay() {
    this.tracker.track('by_name'); //! unknown_event
    this.port.track('not_by_name');
  }
}`,
  }));
