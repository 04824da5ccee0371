import type { TrackEvents } from '@pugmark/core';
import type { BUILTIN_EVENTS } from '../builtin/events.js';
import type { PlanSource, PropertySource } from '../model/plan-source.js';
import type { BuiltinSet, PropertyType } from '../model/words.js';

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
/** An optional property may also be given as `undefined`, which is left out on the way. */
type Optional<Sources> = {
  -readonly [Name in keyof Sources as IsOptional<Sources[Name]> extends true ? Name : never]?:
    | ValueOf<Sources[Name]>
    | undefined;
};
type Sources = Readonly<Record<string, PropertySource>>;
// biome-ignore lint/complexity/noBannedTypes: no properties at all, to which others are added.
type Own<Event> = Event extends { properties: infer Properties extends Sources } ? Properties : {};
type CommonOf<Plan> = Plan extends { common: infer Common extends Sources } ? Common : unknown;
/** Common fields are registered once, so an event may give them but need not. */
type MayGive<Common, Properties> = {
  -readonly [Name in Exclude<keyof Common, keyof Properties>]?: ValueOf<Common[Name]> | undefined;
};

type SetsOf<Plan> = Plan extends { extends: infer Sets }
  ? Sets extends readonly (infer Set)[]
    ? Set
    : Sets
  : never;
type NamesIn<Set> = Set extends BuiltinSet ? keyof (typeof BUILTIN_EVENTS)[Set] : never;
/** What the sets say of an event's properties; nothing where they leave its properties open. */
type PropertiesIn<Set, Name> = Set extends BuiltinSet
  ? Name extends keyof (typeof BUILTIN_EVENTS)[Set]
    ? Own<(typeof BUILTIN_EVENTS)[Set][Name]>
    : never
  : never;
type Joined<Union> = (Union extends unknown ? (part: Union) => void : never) extends (
  whole: infer Whole,
) => void
  ? Whole
  : never;
type Extended<Builtin, Event> = Omit<Builtin, keyof Own<Event>> & Own<Event>;
type OwnEvent<Plan extends PlanSource, Name> = Name extends keyof Plan['events']
  ? Plan['events'][Name]
  : never;
type PropertiesOf<Plan extends PlanSource, Name> = [Extract<Name, NamesIn<SetsOf<Plan>>>] extends [never]
  ? Own<OwnEvent<Plan, Name>>
  : Extended<
      Joined<PropertiesIn<SetsOf<Plan>, Name>>,
      [OwnEvent<Plan, Name>] extends [never] ? unknown : OwnEvent<Plan, Name>
    >;
/** An event of a set that says nothing of its properties, and of which the plan says nothing either. */
type IsOpen<Plan extends PlanSource, Name> = [keyof PropertiesOf<Plan, Name>] extends [never]
  ? Name extends Exclude<NamesIn<SetsOf<Plan>>, keyof Plan['events']>
    ? true
    : false
  : false;

/** The properties that each event of a plan takes: `{ order_paid: { amount: number } }`. */
export type EventsOf<Plan extends PlanSource> = {
  [Name in (keyof Plan['events'] | NamesIn<SetsOf<Plan>>) & string]: IsOpen<Plan, Name> extends true
    ? Readonly<Record<string, unknown>>
    : Flat<
        Required<PropertiesOf<Plan, Name>> &
          Optional<PropertiesOf<Plan, Name>> &
          MayGive<CommonOf<Plan>, PropertiesOf<Plan, Name>>
      >;
};

/** `track` that takes only what the plan has. */
export type TypedTrack<Plan extends PlanSource> = TrackEvents<EventsOf<Plan>>;
