/** One decimal at most, with commas between thousands. */
export function decimal(value: number): string {
  const rounded = Math.round((Math.abs(value) + Number.EPSILON) * 10) / 10;
  const [whole = '0', rest] = String(rounded).split('.');
  const sign = value < 0 && rounded !== 0 ? '-' : '';
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest === undefined ? '' : `.${rest}`}`;
}

/** The text of a figure with its unit, or nothing where there is no figure. */
export const told = (value: number | null, tell: (text: string) => string): string | null =>
  value === null ? null : tell(decimal(value));

export const scaled = (value: number | null, factor: number): number | null =>
  value === null ? null : value * factor;
