/** Sums of money must be exact: 0.1 + 0.2 is 0.3. A number stands for the shortest decimal that means it. */
export interface DecimalSum {
  add(value: number): void;
  value(): number;
}

export function createDecimalSum(): DecimalSum {
  /** The sum is `units` × 10^-`places`. */
  let units = 0n;
  let places = 0;
  return {
    add(value) {
      const [mantissa = '0', exponent = '0'] = String(value).split('e');
      const [whole = '0', fraction = ''] = mantissa.split('.');
      let digits = BigInt(whole + fraction);
      let own = fraction.length - Number(exponent);
      if (own < 0) {
        digits *= 10n ** BigInt(-own);
        own = 0;
      }
      if (own > places) {
        units *= 10n ** BigInt(own - places);
        places = own;
      }
      units += digits * 10n ** BigInt(places - own);
    },
    value: () => Number(writeDecimal(units, places)),
  };
}

function writeDecimal(units: bigint, places: number): string {
  const isNegative = units < 0n;
  const digits = String(isNegative ? -units : units).padStart(places + 1, '0');
  const point = digits.length - places;
  return `${isNegative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`.replace(/\.$/, '');
}
