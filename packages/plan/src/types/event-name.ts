/** What an editor shows where the name of an event is wrong. */
type Hint = 'an event is named in lower-case snake_case, such as order_paid';

/** A `string`, or a pattern such as `order_${string}`: what it will be is not known before the code runs. */
type IsOpen<Name extends string> = Record<never, never> extends Record<Name, 1> ? true : false;

type Outside = ' ' | '-' | '.' | '$' | ':' | '/' | '#' | '@' | '|' | ',' | '(' | ')' | '[' | ']' | '&' | '+';
type Digit = `${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;
type Misnamed =
  | ''
  | `_${string}`
  | `${string}_`
  | `${string}__${string}`
  | `${Digit}${string}`
  | `${string}${Outside}${string}`;

/** The name itself, or a hint in its place when it is a literal that no collector takes, such as `Order Paid`. */
export type EventName<Name extends string> =
  IsOpen<Name> extends true
    ? Name
    : Name extends Misnamed
      ? Hint
      : Name extends Lowercase<Name>
        ? Name
        : Hint;
