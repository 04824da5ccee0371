import type { Emitter } from '../account/emitter.js';
import type { ConsentCategory } from '../api/consent.js';
import type { DraftEvent, Properties, TrackOptions } from '../api/event.js';
import type { Plugin } from '../api/plugin.js';
import { toIsoTime } from '../encoding/iso-time.js';
import { isObject, readJson, writeHostObject, writeJson } from '../encoding/json.js';
import { ownKeys } from '../encoding/own-keys.js';
import { utf8Size } from '../encoding/utf8.js';
import type { Uuid } from '../encoding/uuid.js';
import { isEventName, suggestEventName } from '../event/event-name.js';
import { toId, toIdentities } from '../event/ids.js';
import type { Sampling } from '../event/sampling.js';
import type { Mask } from '../mask/mask.js';
import { isCategory } from '../options/consent.js';
import type { Platform } from '../platform.js';
import { PRIORITIES } from '../vocabulary.js';
import type { DropReason } from '../wire.js';
import type { PluginRegistry } from './plugin-registry.js';

/** An event as a string, but for its number: nothing that the host does later can change it. */
export interface PreparedEvent {
  /** Its JSON, less the brace it opens with. */
  text_: string;
  /** When it was tracked, ms since 1970; the host may have given the event another time. */
  at_: number;
  rank_: number;
}

/** An event on its way, or one that waits for the start, and the plugins that it has passed already. */
export interface WaitingEvent {
  draft_: DraftEvent;
  at_: number;
  passed_: readonly Plugin[];
}

/** From a call of `track` to a string, in two halves. Each answers `undefined` when the event went no further. */
export interface Pipeline {
  /** Checks the call, and runs the plugins so far. @param isKept The event waits for the start: a copy is kept. */
  hold_(
    isKept: boolean,
    eventName: unknown,
    properties?: unknown,
    options?: unknown,
  ): WaitingEvent | undefined;
  /** The rest of the way: the plugins that came meanwhile, mask, serialisation. */
  resume_(event: WaitingEvent): PreparedEvent | undefined;
  setRules_(rules: Rules): void;
}

/** What the options say of every event. */
export interface Rules {
  /** Last of all, so that no plugin adds what it takes away; one that throws drops the event. */
  mask?: Mask | undefined;
  sampling?: Sampling | undefined;
}

interface PipelineParts extends Pick<Platform, 'clock' | 'writeProperties'>, Pick<Emitter, 'warn_'> {
  uuid_: Uuid;
  plugins_: PluginRegistry;
  /** Whether there is consent for such an event. */
  allows_(category: ConsentCategory): boolean;
  /** Whose events these are; `undefined` where that is no device. */
  deviceId_(): string | undefined;
  /** Called when an event goes no further. */
  refuse_(reason: DropReason): void;
}

/** Size of an event in UTF-8 bytes: half of what a beacon can carry. */
const MAX_BYTES = 32_000;
const TOO_LARGE = `it is larger than ${MAX_BYTES} bytes`;
/** Times below were given in seconds, or by a clock that was never set: 1973. */
const EARLIEST = 1e11;

/** Place of the lowest priority that is never sampled, `P0`. */
const SAMPLED_BELOW = PRIORITIES.indexOf('P0');

/** Thrown to end the way of an event. */
interface Refused {
  reason_: DropReason;
  /** Told to the host, but where the host itself has refused it. */
  why_: string;
}

export function createPipeline({
  clock,
  uuid_,
  plugins_,
  warn_,
  refuse_,
  allows_,
  deviceId_,
  writeProperties,
}: PipelineParts): Pipeline {
  let rules: Rules = {};
  /** The latest time that was written, and its text: events of one burst often share their millisecond. */
  let time: number | undefined;
  let iso = '';

  const refuse = (reason_: DropReason, why_: string): never => {
    throw { reason_, why_ } satisfies Refused;
  };

  const attempt = <T>(eventName: unknown, action: () => T): T | undefined => {
    try {
      return action();
    } catch (cause) {
      const { reason_, why_ = 'it cannot be serialised' } = Object(cause) as Partial<Refused>;
      if (why_) warn_(`"${shown(eventName)}" was dropped: ${why_}`, reason_ ? undefined : cause);
      refuse_(reason_ || 'invalid');
      return undefined;
    }
  };

  const read = (given: unknown, properties: unknown, options: unknown, at: number): DraftEvent => {
    const eventName = typeof given === 'string' ? given.trim() : '';
    if (!isEventName(eventName))
      refuse('invalid', `an event is called like "${suggestEventName(eventName) || 'order_paid'}"`);
    const draft: DraftEvent = { eventName, properties: (properties || {}) as Properties, eventTime: at };
    if (!isObject(draft.properties)) refuse('invalid', 'its properties must be an object');
    if (!isObject(options)) return draft;
    const { eventTime, priority, category, identities } = options as TrackOptions;
    const leftOut = (name: string) => warn_(`"${name}" of "${eventName}" was left out: it is not an id`);
    if (eventTime !== undefined && eventTime !== null) draft.eventTime = +eventTime;
    if (draft.eventTime < EARLIEST) warn_(`eventTime of "${eventName}" must be in milliseconds`);
    if (priority) draft.priority = priority;
    if (isCategory(category)) draft.category = category;
    else if (category) warn_(`"${eventName}" counts as analytics: there is no such category`);
    for (const name of ['userId', 'deviceId', 'sessionId'] as const) {
      const id = toId(options[name]);
      if (id) draft[name] = id;
      else if (options[name]) leftOut(name);
    }
    const ids = toIdentities(identities, leftOut);
    if (ids) draft.identities = ids;
    return draft;
  };

  const runPlugins = (draft: DraftEvent, at: number, passed: readonly Plugin[]): DraftEvent => {
    const plugins = plugins_.all_();
    if (!plugins[0] || plugins === passed) return draft;
    const copy: Properties = {};
    for (const key of ownKeys(draft.properties)) copy[key] = draft.properties[key];
    draft.properties = copy;
    const processed = plugins_.process_(draft, passed);
    // What a plugin made up is read like a call.
    return processed ? read(processed.eventName, processed.properties, processed, at) : refuse('plugin', '');
  };

  const writeObject = (properties: Properties) => {
    const text = writeHostObject(properties, writeProperties);
    return text.length > MAX_BYTES ? refuse('too_large', TOO_LARGE) : text;
  };

  return {
    hold_: (isKept, eventName, properties, options) =>
      attempt(eventName, () => {
        const at_ = clock.now();
        const passed_ = plugins_.all_();
        const draft_ = runPlugins(read(eventName, properties, options, at_), at_, []);
        if (isKept) draft_.properties = readJson(writeObject(draft_.properties)) as Properties;
        return { draft_, at_, passed_ };
      }),
    resume_: ({ draft_, at_, passed_ }) =>
      attempt(draft_.eventName, () => {
        const draft = runPlugins(draft_, at_, passed_);
        const { eventName, eventTime, properties, priority, userId, deviceId, sessionId, identities } = draft;
        if (!allows_(draft.category || 'analytics')) refuse('consent', '');
        const { mask, sampling } = rules;
        const eventId = uuid_(at_);
        // An event of nobody has nobody to keep whole.
        const id = deviceId || deviceId_() || userId || eventId;
        const rate = sampling && rankOf(priority) < SAMPLED_BELOW ? sampling(eventName, id) : 1;
        if (!(rate > 0)) refuse('sampled', '');
        const sampleRate = rate < 1 ? rate : undefined;
        if (eventTime !== time) iso = toIsoTime(eventTime);
        time = eventTime;
        const fields = writeObject(mask ? mask(properties) : properties);
        // Most events have none of them.
        const rest =
          priority || userId || deviceId || sessionId || identities || sampleRate
            ? `,${writeJson({ priority, sampleRate, userId, deviceId, sessionId, identities }).slice(1)}`
            : '}';
        const text_ = `"eventId":"${eventId}","eventTime":"${iso}","eventName":"${eventName}","properties":${fields}${rest}`;
        // No character takes more than three bytes, so that most events need no counting.
        if (text_.length * 3 > MAX_BYTES && utf8Size(text_) > MAX_BYTES) refuse('too_large', TOO_LARGE);
        return { text_, at_, rank_: rankOf(priority) };
      }),
    setRules_(next) {
      rules = next;
    },
  };
}

/** What is no text may throw when it is made one: an object without a prototype, a proxy. */
const shown = (eventName: unknown) => (typeof eventName === 'string' ? eventName : typeof eventName);

/** Place of a priority from low to high; an unknown one is the lowest. */
export const rankOf = (priority: string = 'P1'): number =>
  Math.max(0, (PRIORITIES as readonly string[]).indexOf(priority));
