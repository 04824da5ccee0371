import type { Properties } from '../api/event.js';
import type { Plugin, PluginContext } from '../api/plugin.js';
import { ownKeys } from '../encoding/own-keys.js';
import { type Beat, type BeatCounter, createBeatCounter } from './summary.js';

/** How beats are merged. */
export interface HeartbeatOptions {
  /** Time that one event sums up, in ms. Default a minute. */
  window?: number | undefined;
  /** Time between two beats of a source, in ms. Default 10 seconds. */
  period?: number | undefined;
  /** A silence of more than so many periods is a gap. Default 3. */
  gapAfter?: number | undefined;
  /** Name of the event that sums up beats. Default `heartbeat_receive`. */
  eventName?: string | undefined;
  /** Name of the event that sums up alarms. Default `alarm_raise`. */
  alarmName?: string | undefined;
}

/** A plugin that is told beats and alarms, and tracks few events of them. */
export interface Heartbeat extends Plugin {
  /**
   * A beat has come.
   *
   * @param source Whose it is, such as the id of a device.
   * @param properties What the event says of the source beside the figures, such as `{ tableId: 4 }`.
   */
  beat(source: string, beat?: Beat, properties?: Properties): void;
  /** An alarm has come. The first of its kind is told at once; those that follow in the window are one event. */
  alarm(source: string, alarmType: string, properties?: Properties): void;
}

/** Sources that are followed at the same time: more are a mistake, and would fill the memory. */
const MAX_SOURCES = 10_000;
/** Kinds of alarms of one source in a window. */
const MAX_ALARMS = 100;

interface Alarm {
  count: number;
  firstAt: number;
  lastAt: number;
  properties: Properties;
}

interface Source {
  counter_: BeatCounter;
  properties_: Properties;
  alarms_: Record<string, Alarm>;
  /** Nothing has come for a whole window, and that was told. */
  isSilent_: boolean;
}

/**
 * Merges the beats and alarms of devices, or of a page, into few events: `heartbeat_receive` with `source`, `count`,
 * `onlineShare`, `latencyMin`, `latencyMean`, `latencyMax`, `gaps` (from and to of silences, in ms since 1970), `from` and
 * `to`; and `alarm_raise` with `source`, `alarmType`, `count`, `firstAt`, `lastAt`. A source that falls silent is told
 * once more, with the gap.
 *
 * @example
 * ```ts
 * const beats = heartbeat({ window: 60_000, period: 10_000 });
 * tracker.use(beats);
 * beats.beat('table-4', { isOnline: true, latency: 35 }, { tableId: 4 });
 * beats.alarm('table-4', 'door_open');
 * ```
 */
export function heartbeat(options: HeartbeatOptions = {}): Heartbeat {
  const { window = 60_000, period = 10_000, gapAfter = 3 } = options;
  const { eventName = 'heartbeat_receive', alarmName = 'alarm_raise' } = options;
  let context: PluginContext | undefined;
  let sources: Record<string, Source> = {};
  let count = 0;
  let from = 0;
  let cancel: (() => void) | undefined;

  const sourceOf = (name: string, now: number): Source | undefined => {
    const key = `:${name}`;
    if (!sources[key]) {
      if (count >= MAX_SOURCES) return undefined;
      count++;
      sources[key] = {
        counter_: createBeatCounter(now, period * gapAfter),
        properties_: {},
        alarms_: {},
        isSilent_: false,
      };
    }
    return sources[key];
  };

  const tellAlarm = (source: string, alarmType: string, alarm: Alarm, track: PluginContext['track']) => {
    const { count, firstAt, lastAt, properties } = alarm;
    track(
      alarmName,
      { ...properties, source, alarmType, count, firstAt, lastAt },
      { priority: 'P0', eventTime: lastAt },
    );
  };

  const tellSource = (name: string, source: Source, to: number, track: PluginContext['track']) => {
    const { counter_, properties_, alarms_ } = source;
    for (const alarmType of ownKeys(alarms_)) {
      const alarm = alarms_[alarmType] as Alarm;
      if (alarm.count) tellAlarm(name, alarmType.slice(1), alarm, track);
    }
    source.alarms_ = {};
    const summary = counter_.take_(to);
    const isSilent = summary.count === 0;
    if (isSilent && !summary.gaps[0]) return;
    source.isSilent_ = isSilent;
    track(eventName, { ...properties_, source: name, ...summary, from, to }, { eventTime: to });
  };

  /** Tracks what has come until now. */
  const tell = () => {
    if (!context) return;
    const { track, clock } = context;
    const to = clock.now();
    for (const key of ownKeys(sources)) {
      const source = sources[key] as Source;
      if (source.isSilent_ && to - source.counter_.latestAt_() > window * 10) {
        delete sources[key];
        count--;
      } else tellSource(key.slice(1), source, to, track);
    }
    from = to;
  };

  const next = () => {
    cancel = context?.clock.timer(() => {
      tell();
      next();
    }, window);
  };

  return {
    name: 'heartbeat',
    setup(given) {
      context = given;
      from = given.clock.now();
      next();
      const unlisten = given.lifecycle((signal) => {
        if (signal === 'exit') tell();
      });
      return () => {
        unlisten();
        cancel?.();
        tell();
        context = undefined;
        sources = {};
        count = 0;
      };
    },
    beat(name, beat = {}, properties) {
      if (!context) return;
      const now = context.clock.now();
      const source = sourceOf(name, now);
      if (!source) return;
      source.counter_.add_(beat, now);
      source.isSilent_ = false;
      if (properties) source.properties_ = properties;
    },
    alarm(name, alarmType, properties = {}) {
      if (!context) return;
      const now = context.clock.now();
      const source = sourceOf(name, now);
      if (!source) return;
      const key = `:${alarmType}`;
      const alarm = source.alarms_[key];
      if (!alarm) {
        if (ownKeys(source.alarms_).length >= MAX_ALARMS) return;
        tellAlarm(name, alarmType, { count: 1, firstAt: now, lastAt: now, properties }, context.track);
        source.alarms_[key] = { count: 0, firstAt: now, lastAt: now, properties };
        return;
      }
      if (!alarm.count++) alarm.firstAt = now;
      alarm.lastAt = now;
      alarm.properties = properties;
    },
  };
}
