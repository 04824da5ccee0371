import { isList } from '../encoding/json.js';
import { ownKeys } from '../encoding/own-keys.js';
import { copyAsJson, mapList } from './copy-as-json.js';
import { HIDDEN, MASKS } from './kinds.js';
import type { Mask } from './mask.js';

/** What kind of personal data a property holds. */
export type MaskKind = keyof typeof MASKS;

/** Kinds by path of the property: `{ phone: 'phone', 'contact.mobile': 'phone' }`. */
export type MaskRules = Readonly<Record<string, MaskKind>>;

/** Its own, not what every object inherits; `Object.hasOwn` is younger than the phones that this runs on. */
const has = (holder: object, name: string): boolean => ownKeys(holder).indexOf(name) >= 0;

/** Never throws, and never gives back what it could not mask. */
function maskValue(value: unknown, kind: MaskKind): unknown {
  if (value === null || value === '') return value;
  if (isList(value)) return mapList(value, (item) => maskValue(item, kind));
  return typeof value === 'string' || typeof value === 'number' ? MASKS[kind](`${value}`) : HIDDEN;
}

/** `holder` is plain JSON and belongs to us. */
function maskPath(holder: Record<string, unknown>, path: string, kind: MaskKind): void {
  // A name may hold a dot itself.
  if (has(holder, path)) holder[path] = maskValue(holder[path], kind);
  const dot = path.indexOf('.');
  const name = path.slice(0, dot);
  if (dot < 0 || !has(holder, name)) return;
  holder[name] = maskInner(holder[name], path.slice(dot + 1), kind);
}

function maskInner(inner: unknown, path: string, kind: MaskKind): unknown {
  if (inner === null) return inner;
  if (isList(inner)) return mapList(inner, (item) => maskInner(item, path, kind));
  // Where the rule expects an object, a bare value may be the very thing that it is about.
  if (typeof inner !== 'object') return HIDDEN;
  maskPath(inner as Record<string, unknown>, path, kind);
  return inner;
}

/**
 * Masks properties on the device, before they are kept anywhere. `phone`: the last four digits stay. `nationalId`: the
 * first six and the last four. `address`: province and city of a Chinese address. `email`: first letter and domain.
 * `name`: the first character. A value that does not look like its kind becomes `***`, as does an object.
 *
 * @param rules Paths of properties; a dot goes into an object, or into every object of an array.
 * @throws TypeError that names the path, when a kind is unknown.
 * @example
 * ```ts
 * init({ apiUrl: 'https://collect.example.com', mask: masking({ phone: 'phone', 'contact.mail': 'email' }) });
 * ```
 */
export function masking(rules: MaskRules): Mask {
  const paths = ownKeys(rules);
  for (const path of paths) {
    if (!has(MASKS, rules[path] as string)) {
      throw new TypeError(
        `pugmark: masking of "${path}" must be one of ${ownKeys(MASKS).join(', ')}; it is "${rules[path]}"`,
      );
    }
  }
  return (properties) => {
    // As it will be sent: what `toJSON` or a getter would add must be masked too, and the host's own object must not.
    const plain = copyAsJson(properties || {}) as Record<string, unknown>;
    for (const path of paths) maskPath(plain, path, rules[path] as MaskKind);
    return plain;
  };
}
