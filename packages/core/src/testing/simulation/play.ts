import type { LifecycleSignal } from '../../platform.js';
import type { DropReason } from '../../wire.js';
import type { World } from '../world.js';
import { inflict } from './damage.js';
import { createDecisions } from './decisions.js';
import { createJournal } from './journal.js';
import { DAY } from './make-schedule.js';
import {
  createMayBe,
  findDenied,
  findDoubled,
  findExcess,
  findSpoiled,
  leftOn,
  type Outcome,
  reasonsAskedFor,
} from './outcome.js';
import { createResets } from './resets.js';
import type { Schedule, Step } from './step.js';
import { behaviourOf, prepareVisitor, SECRET, type Visitor } from './visitor.js';
import { watchRequests } from './watch-requests.js';

/** Longer than any wait of a tracker that no server has asked for, in ms. */
const LONG = 120_000;
/** What one visitor leaves behind, this many later visits must take away. */
const VISITS = 4;
const MAX_TABS = 3;
/** No event of ours is smaller, in bytes. */
const SMALLEST = 200;
/** Drops that name no numbers, or whose report may have died with its tracker. */
const BY_COUNT: readonly DropReason[] = ['closed', 'overflow'];

/** A schedule on its way. */
export interface Play {
  take(step: Step): Promise<void>;
  /** Makes everything well, lets the world come to rest and looks at what came of it. */
  comeToRest(): Promise<Outcome>;
}

export function createPlay(world: World, schedule: Schedule): Play {
  const { clock, device, network, collector } = world;
  const asked = reasonsAskedFor(schedule);
  const journal = createJournal(world);
  const decisions = createDecisions();
  const resets = createResets();
  const watch = watchRequests(world, { isForbidden: decisions.isForbidden, isLocked: () => isExclusive });
  const visitors: Visitor[] = [];
  const falselyDropped: string[] = [];
  /** Streams whose drops may have died with the tracker that was to report them, or were erased. */
  const doubtfulStreams = new Set<string>();
  /** Drops that need not be known by number. */
  let byCount = 0;
  /** The event that is being tracked. */
  let tracking = 0;
  let number = 0;
  let users = 0;
  let areLocksTrusted = true;
  /** The device of a process that has its records for itself has refused to keep something. */
  let hasRefused = false;
  /** What is on the device is known to everybody, so that no record has two holders. */
  let isExclusive = true;
  collector.rejects(({ eventName }) => (eventName === 'refused' ? 'refused' : undefined));

  /** A process that has its records for itself: there is one at a time, and it never goes into a cache of pages. */
  const isAlone = schedule.writing === 'mirrored';

  const living = () => visitors.filter(({ tab }) => tab.isAlive());
  const isSure = ({ phase, hasMissedDecision }: Visitor) =>
    phase === 'started' && !hasMissedDecision && decisions.isCertain();
  const signal = (visitor: Visitor, wanted: LifecycleSignal) => {
    const given = isAlone && wanted === 'exit' ? 'hidden' : wanted;
    journal.scan();
    if (given === 'exit') watch.forget(visitor.tab);
    visitor.tab.signal(given);
    visitor.isFrozen = given === 'exit' || (visitor.isFrozen && given !== 'visible');
    if (!visitor.isFrozen) visitor.hasMissedDecision = false;
  };

  const prepare = (): Visitor => {
    const visitor = prepareVisitor(world, schedule);
    const { tab, givenUp } = visitor;
    visitors.push(visitor);
    watch.follow(tab);
    tab.tracker.on('drop', ({ reason, count, streamId }) => {
      if (!asked.has(reason)) falselyDropped.push(reason);
      // Without a stream it is the event that is being tracked: nothing else is given up before it has a number.
      if (tracking && !streamId) journal.excuse(tracking);
      else if (BY_COUNT.includes(reason)) byCount += count;
      if (streamId) givenUp.set(streamId, (givenUp.get(streamId) || 0) + count);
      else visitor.unnumbered += count;
    });
    return visitor;
  };
  const start = (visitor: Visitor) => {
    visitor.phase = 'started';
    watch.release(visitor.tab);
    journal.scan();
    visitor.tab.start();
  };
  const open = (): Visitor => {
    const visitor = prepare();
    resets.spread([visitor]);
    start(visitor);
    return visitor;
  };
  const at = (index: number): Visitor => {
    const all = living();
    return all[index % all.length] || open();
  };

  const keep = (visitor: Visitor) => {
    const { fault, quota } = device.store;
    const isRefusing = isAlone ? fault || quota < Infinity : device.settings.isRefusing;
    if (!isRefusing && isSure(visitor)) journal.keep(visitor.index);
  };

  const leave = (visitor: Visitor, given: 'hidden' | 'exit') => {
    signal(visitor, given);
    keep(visitor);
    journal.scan();
  };

  /** What it was to report may be kept nowhere. */
  const giveUpReports = ({ tab, givenUp }: Visitor) => {
    for (const streamId of watch.streamsOf(tab)) doubtfulStreams.add(streamId);
    for (const [streamId, count] of givenUp) {
      doubtfulStreams.add(streamId);
      byCount += count;
    }
  };

  const crash = (visitor: Visitor) => {
    journal.scan();
    visitor.tab.crash();
    journal.loseWith(visitor.index);
    giveUpReports(visitor);
    // Of what a mirror holds the device may have refused a part.
    if (hasRefused) for (const streamId of journal.streams()) doubtfulStreams.add(streamId);
  };

  const track = async (step: Extract<Step, { do: 'track' }>) => {
    const visitor = at(step.tab);
    const { kind, size, priority } = step;
    for (let i = 0; i < step.count; i++) {
      tracking = ++number;
      journal.add({
        number,
        tab: visitor.index,
        kind,
        size,
        resetsBefore: isSure(visitor) ? resets.count() : Infinity,
        heardReset: visitor.heardReset,
        registered: visitor.registered,
      });
      const properties = {
        n: number,
        tab: visitor.index,
        mark: `#${number};`,
        text: 'x'.repeat(size),
        [SECRET]: 'secret',
      };
      // What a plugin refuses, and what sampling leaves out, alternate.
      const eventName = kind === 'noise' && number % 2 === 0 ? 'sampled' : kind;
      visitor.tab.track(eventName, kind === 'invalid' ? circle() : properties, { priority });
      tracking = 0;
    }
    // The end of the task, and of the microtasks that it left.
    for (let turn = 0; turn < 3; turn++) await undefined;
    const hasTail = /tail|patient|mirrored/.test(schedule.writing);
    if (hasTail && kind === 'good' && step.count) keep(visitor);
  };

  const decide = ({ tab, consent }: Extract<Step, { do: 'consent' }>) => {
    const visitor = at(tab);
    if (visitor.phase !== 'started') return;
    journal.scan();
    decisions.decide(consent, !device.settings.isRefusing);
    for (const one of visitors) if (one.isFrozen && one !== visitor) one.hasMissedDecision = true;
    watch.releaseAll();
    // The same for what is tracked here, said by category.
    const isByCategory = consent === 'granted' && number % 2 === 0;
    visitor.tab.tracker.setConsent(isByCategory ? { analytics: true, marketing: false } : consent);
    if (consent === 'denied') for (const one of visitors) one.registered = undefined;
  };

  const close = (visitor: Visitor) => {
    if (visitor.phase !== 'started') return;
    visitor.phase = 'closing';
    const closed = visitor.tab.tracker.close().then(() => {
      journal.scan();
      giveUpReports(visitor);
      visitor.phase = 'closed';
      visitor.registered = undefined;
    });
    watch.releaseUntil(visitor.tab, closed);
  };

  const take = async (step: Step): Promise<void> => {
    switch (step.do) {
      case 'track':
        return track(step);
      case 'advance':
        await clock.advance(step.ms);
        // A tab that has heard of a decision has left what it had.
        if (decisions.spread()) journal.scan();
        return resets.spread(visitors);
      case 'jump':
        watch.jumped(step.ms);
        return clock.jump(step.ms);
      case 'flush': {
        const { tab } = at(step.tab);
        return watch.releaseUntil(tab, tab.tracker.flush());
      }
      case 'signal': {
        const visitor = at(step.tab);
        if (step.signal === 'hidden' || step.signal === 'exit') return leave(visitor, step.signal);
        return signal(visitor, step.signal);
      }
      case 'crash': {
        const visitor = at(step.tab);
        if (step.after) leave(visitor, step.after);
        return crash(visitor);
      }
      case 'leave':
        for (const visitor of living()) {
          leave(visitor, 'exit');
          crash(visitor);
        }
        await clock.advance(step.days * DAY);
        decisions.spread();
        return resets.spread(visitors);
      case 'open':
        if (living().length >= (isAlone ? 1 : MAX_TABS)) return;
        if (step.isLate) prepare();
        else open();
        return;
      case 'start': {
        const visitor = at(step.tab);
        if (visitor.phase === 'unstarted' || visitor.phase === 'closed') start(visitor);
        return;
      }
      case 'close':
        return close(at(step.tab));
      case 'consent':
        return decide(step);
      case 'setUser': {
        const visitor = at(step.tab);
        const userId = `user-${++users}`;
        resets.noteUser(userId, isSure(visitor));
        return visitor.tab.tracker.setUser(userId);
      }
      case 'reset': {
        const visitor = at(step.tab);
        resets.note(visitor, isSure(visitor) && !device.settings.isRefusing);
        return visitor.tab.tracker.reset();
      }
      case 'register': {
        const visitor = at(step.tab);
        const isKnown = isSure(visitor) || visitor.phase === 'unstarted';
        visitor.registered = isKnown ? number + 1 : undefined;
        return visitor.tab.tracker.register({ registered: number + 1 });
      }
      case 'network':
        network.behaviour = behaviourOf(step.weather, collector);
        network.latency = step.latency;
        network.beacon = step.beacon;
        return;
      case 'store':
        if (step.fault || step.delay || step.room !== 'endless') isExclusive = false;
        if (isAlone && (step.fault || step.room !== 'endless')) hasRefused = true;
        device.store.fault = step.fault;
        device.store.delay = step.delay;
        device.store.quota = step.room === 'endless' ? Infinity : step.room;
        return;
      case 'settings':
        if (step.isRefusing) isExclusive = false;
        device.settings.isRefusing = step.isRefusing;
        return;
      case 'locks':
        device.lockAnswer = step.answer;
        if (step.answer !== 'prompt') areLocksTrusted = isExclusive = false;
        return;
      case 'damage':
        inflict(world, step.damage, step.pick, journal);
        if (step.damage === 'setting' || step.damage === 'clear') {
          decisions.distrust();
          resets.distrust(visitors);
        }
    }
  };

  const checkBounds = () => {
    for (const visitor of living()) {
      const { tab } = visitor;
      const limit = schedule.maxQueueBytes && (2 * schedule.maxQueueBytes) / SMALLEST + 2 * 15;
      if (isSure(visitor) && limit && tab.stats().queued > limit)
        watch.offences.push(`${tab.stats().queued} events in memory`);
    }
  };

  const after = (step?: Step) => {
    world.check();
    // What is gathered over some tasks is bounded once it was gathered.
    if (schedule.writing !== 'gathered' || !step || step.do === 'advance') checkBounds();
    if (!decisions.mayErase()) return;
    journal.excuseAll();
    for (const streamId of [...collector.streams(), ...device.locks.keys(), ...journal.streams()])
      doubtfulStreams.add(streamId);
  };

  const makeWell = () => {
    network.behaviour = 'deliver';
    network.latency = 0;
    network.beacon = 'lose';
    device.store.fault = undefined;
    device.store.delay = 0;
    device.store.quota = Infinity;
    device.settings.isRefusing = false;
    device.lockAnswer = 'prompt';
    for (const visitor of living()) {
      if (visitor.phase === 'unstarted') start(visitor);
      // Another process is to come, and there is one at a time.
      else if (isAlone && visitor.phase !== 'started') crash(visitor);
    }
    if (!living().some(({ phase }) => phase === 'started')) open();
    watch.releaseAll();
    // One tab speaks for all of them, unless a decision could not be kept.
    const started = living().filter(({ phase }) => phase === 'started');
    for (const { tab } of decisions.isAgreed() ? started.slice(0, 1) : started)
      tab.tracker.setConsent('granted');
    decisions.decide('granted', true);
    decisions.spread();
  };

  const findLost = (): Outcome['lost'] =>
    collector
      .streams()
      .filter((id) => !doubtfulStreams.has(id) && !journal.isStreamDamaged(id))
      .map((id): [string, number] => [id, collector.lost(id)])
      .filter(([, count]) => count > 0);

  return {
    async take(step) {
      await take(step);
      after(step);
    },
    async comeToRest() {
      makeWell();
      await world.advance(LONG);
      for (const visitor of living()) signal(visitor, 'visible');
      await world.advance(LONG);
      watch.releaseAll();
      await Promise.all(living().map(({ tab }) => tab.tracker.flush()));
      after();
      const waiting = living()
        .map(({ tab, index }): [number, number] => [index, tab.stats().queued])
        .filter(([, count]) => count > 0);
      // What a dead tracker's write has left behind late is found by the next look.
      for (const visitor of living()) signal(visitor, 'visible');
      await world.advance(LONG);
      // Where locks fail, two may hold the same records: what one has written after the other dealt with it waits for the
      // next page.
      const leftByLiving = areLocksTrusted ? leftOn(world) : [];

      for (const visitor of living()) {
        signal(visitor, 'exit');
        visitor.tab.crash();
      }
      // A record that several streams have spilled, each of which had adopted it, takes as many visits.
      for (let visit = 0; visit < VISITS && (!visit || leftOn(world)[0]); visit++) {
        const { tab } = open();
        await world.advance(LONG);
        await tab.tracker.close();
      }
      after();

      const mayBe = createMayBe(asked, journal);
      const missing = journal.missing(mayBe).map((event) => event.number);
      return {
        missing: missing.length > byCount ? missing : [],
        doubled: findDoubled(world),
        falselyDropped,
        left: [...leftByLiving, ...leftOn(world)],
        waiting,
        lost: findLost(),
        excess: findExcess(world, visitors),
        denied: areLocksTrusted ? findDenied(world, journal, watch) : [],
        carriedOver: resets.carriedOver(collector.events, journal),
        spoiled: findSpoiled(world, journal),
        offences: [...new Set(watch.offences)],
      };
    },
  };
}

const circle = () => {
  const properties: Record<string, unknown> = {};
  properties.self = properties;
  return properties;
};
