import type { Parcel } from '../log/event-log.js';

/** Two batches with half the events each; `undefined` for a single event. */
export function halve(parcels: Parcel[]): [Parcel[], Parcel[]] | undefined {
  if (parcels.length > 1) {
    const middle = parcels.length >> 1;
    return [parcels.slice(0, middle), parcels.slice(middle)];
  }
  const { record, lines } = parcels[0] as Parcel;
  if (lines.length < 3) return undefined;
  const middle = (lines.length + 1) >> 1;
  return [
    [{ record, lines: lines.slice(0, middle) }],
    [{ record, lines: [lines[0] as string, ...lines.slice(middle)] }],
  ];
}
