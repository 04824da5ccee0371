/** Chance that can be repeated: the same seed gives the same throws. */
export interface Dice {
  /** From 0 to 1, 1 not included. */
  next(): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  /** From `from` to `to`, in thousandths. */
  between(from: number, to: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the keys, each as often as its weight says. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key;
  /** A waiting time with this mean; short ones are frequent, long ones rare. */
  wait(mean: number): number;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
}

/** The generator is mulberry32 (T. Ettinger, public domain). */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    between: (from, to) => Math.round((from + next() * (to - from)) * 1000) / 1000,
    chance: (share) => next() < share,
    pick: (list) => list[whole(0, list.length - 1)] as (typeof list)[number],
    weighted(weights) {
      const entries = Object.entries<number>(weights);
      let rest = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      const found = entries.find(([, weight]) => {
        rest -= weight;
        return rest < 0;
      });
      return (found ?? entries[entries.length - 1])?.[0] as keyof typeof weights;
    },
    wait: (mean) => -Math.log(1 - next()) * mean,
    hex(digits) {
      let text = '';
      while (text.length < digits) text += Math.floor(next() * 16).toString(16);
      return text;
    },
  };
}
