import type { TrackEvents } from '@pugmark/core';
import type { PlanSource, PropertySource } from '../format/plan-source.js';
import type { PropertyType } from '../format/words.js';

interface Values {
  string: string;
  integer: number;
  number: number;
  boolean: boolean;
  array: readonly unknown[];
  object: Readonly<Record<string, unknown>>;
}

type ValueOfDetails<Source> = Source extends { enum: readonly (infer Value)[] }
  ? Value
  : Source extends { type: 'array'; items: infer Item extends PropertyType }
    ? readonly Values[Item][]
    : Source extends { type: infer Type extends PropertyType }
      ? Values[Type]
      : never;

type ValueOf<Source> = Source extends PropertyType
  ? Values[Source]
  : Source extends `${infer Type extends PropertyType}?`
    ? Values[Type]
    : Source extends readonly (infer Value)[]
      ? Value
      : ValueOfDetails<Source>;

type IsOptional<Source> = Source extends `${string}?`
  ? true
  : Source extends { required: false }
    ? true
    : false;

/** One flat type, so that editors show properties and not the way they were computed. */
type Flat<Type> = { [Key in keyof Type]: Type[Key] };

type Required<Sources> = {
  -readonly [Name in keyof Sources as IsOptional<Sources[Name]> extends true ? never : Name]: ValueOf<
    Sources[Name]
  >;
};
type Optional<Sources> = {
  -readonly [Name in keyof Sources as IsOptional<Sources[Name]> extends true ? Name : never]?: ValueOf<
    Sources[Name]
  >;
};
type Sources = Readonly<Record<string, PropertySource>>;
type Own<Event> = Event extends { properties: infer Properties extends Sources } ? Properties : unknown;
type CommonOf<Plan> = Plan extends { common: infer Common extends Sources } ? Common : unknown;
/** Common fields are registered once, so an event may give them but need not. */
type MayGive<Common, Properties> = {
  -readonly [Name in Exclude<keyof Common, keyof Properties>]?: ValueOf<Common[Name]>;
};

/** The properties that each event of a plan takes: `{ order_paid: { amount: number } }`. */
export type EventsOf<Plan extends PlanSource> = {
  [Name in keyof Plan['events'] & string]: Flat<
    Required<Own<Plan['events'][Name]>> &
      Optional<Own<Plan['events'][Name]>> &
      MayGive<CommonOf<Plan>, Own<Plan['events'][Name]>>
  >;
};

/** `track` that takes only what the plan has. */
export type TypedTrack<Plan extends PlanSource> = TrackEvents<EventsOf<Plan>>;
