import type { JsonValue } from '@pugmark/store';

/** The same text for the same JSON value, whatever the order of its keys. Missing is `undefined`. */
export function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).sort(compareText);
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] as JsonValue)}`).join(',')}}`;
  }
  // 0 and -0 are one number.
  return JSON.stringify(value === 0 ? 0 : value);
}

/** By code points, as databases compare texts in the collation C. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left === right) continue;
    // UTF-16 puts surrogates below the last part of the basic plane, which stands before them.
    const [isLeftHigh, isRightHigh] = [isSurrogate(left), isSurrogate(right)];
    if (isLeftHigh !== isRightHigh) return isLeftHigh ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
